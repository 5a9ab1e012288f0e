using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Api.Tests.Organizations;

public sealed class ReadTests : IAsyncLifetime
{
    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await world.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task A_request_asks_an_organization_and_its_account_once_however_many_fields_it_has()
    {
        var answer = await gateway.AskAsync("""
            { a: organization(id: "org_1") { name now status { state deadline } subscription { plan { name } } seats { fullTime { available } }
                creditBalance { formatted } invoices { nodes { number lines { amount { amount } } } } members { nodes { name access { allowed } } } account { name } }
              b: organization(id: "org_1") { name account { name organizations { name } } }
              organizations { nodes { name account { testClock } } } }
            """);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        Assert.Equal((1, 1, 1), (world.Main.Reads, world.Other.Reads, world.Group.Reads));
    }

    [Fact]
    public async Task The_organization_shows_its_contract_and_money()
    {
        var answer = await gateway.AskAsync("""
            { organization(id: "org_1") { kind timeZone status { state reason accessibleSections } creditBalance { amount currency formatted }
                subscription { plan { code annualSeatPrice { amount } } fullTimeSeats seatPrice { formatted } annualCost { amount } renewsAt currentPeriod { start end }
                    costBreakdown { description total { amount } } }
                seats { fullTime { purchased assigned available } collaborator { available } } availableMemberTypes viewerPermissions viewerIsOwner } }
            """);
        Assert.Equal("ACTIVE", answer.At("organization.status.state"));
        Assert.Equal("""["BILLING","APP"]""", answer.At("organization.status.accessibleSections"));
        Assert.Equal("$15.00", answer.At("organization.creditBalance.formatted"));
        Assert.Equal("$60.00", answer.At("organization.subscription.seatPrice.formatted"));
        Assert.Equal("720000", answer.At("organization.subscription.annualCost.amount"));
        Assert.Equal("2025-02-15T00:00:00Z", answer.At("organization.subscription.renewsAt"));
        Assert.Equal("60000", answer.At("organization.subscription.costBreakdown.0.total.amount"));
        Assert.Equal("""{"purchased":10,"assigned":4,"available":6}""", answer.At("organization.seats.fullTime"));
        Assert.Equal("""["FULL_TIME"]""", answer.At("organization.availableMemberTypes"));
        Assert.Equal("""["BILLING","USER_MANAGEMENT","PLATFORM_USAGE"]""", answer.At("organization.viewerPermissions"));
        Assert.Equal("false", answer.At("organization.viewerIsOwner"), ignoreCase: true);
    }

    [Theory]
    [InlineData("owner", """["BILLING","USER_MANAGEMENT","PLATFORM_USAGE"]""", "True")]
    [InlineData("biller", """["BILLING"]""", "False")]
    [InlineData("plain", "[]", "False")]
    public async Task A50_a_member_sees_what_he_may_do(string subject, string permissions, string owner)
    {
        var answer = await gateway.AskAsync("{ organization(id: \"org_1\") { viewerPermissions viewerIsOwner } viewer { id role organizationIds } }", token: gateway.Token(subject, Role.User));
        Assert.Equal(permissions, answer.At("organization.viewerPermissions"));
        Assert.Equal(owner, answer.At("organization.viewerIsOwner"));
        Assert.Equal($$"""{"id":"{{subject}}","role":"USER","organizationIds":["org_1"]}""", answer.At("viewer"));
    }

    [Fact]
    public async Task Before_the_first_contract_there_is_nothing_to_show()
    {
        var answer = await gateway.AskAsync("""
            { organization(id: "org_2") { status { state accessibleSections } subscription { fullTimeSeats } upcomingInvoice { token } seats { fullTime { purchased available } }
                creditBalance { formatted } availableMemberTypes invoices { totalCount nodes { id } pageInfo { hasNextPage endCursor } } invoice(number: "0001") { id } } }
            """);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        Assert.Equal("PENDING", answer.At("organization.status.state"));
        Assert.Null(answer.At("organization.subscription"));
        Assert.Null(answer.At("organization.upcomingInvoice"));
        Assert.Null(answer.At("organization.invoice"));
        Assert.Equal("""{"totalCount":0,"nodes":[],"pageInfo":{"hasNextPage":false,"endCursor":null}}""", answer.At("organization.invoices"));
    }

    [Fact]
    public async Task A46_a_canceled_subscription_shows_when_access_ends()
    {
        world.Main.Order(new CancelSubscription());
        var answer = await gateway.AskAsync("{ organization(id: \"org_1\") { status { state deadline } subscription { cancelsAt } } }");
        Assert.Equal("2026-01-15T00:00:00Z", answer.At("organization.status.deadline"));
        Assert.Equal("2026-01-15T00:00:00Z", answer.At("organization.subscription.cancelsAt"));
    }

    [Fact]
    public async Task Staff_filter_organizations_by_state()
    {
        await gateway.AskAsync("{ organizations(state: [PAST_DUE, BILLING_ONLY], search: \"ac\", accountId: \"acc_1\", renewsBefore: \"2025-03-01T00:00:00Z\", hasUnknownPayment: true) { totalCount } }");
        var filter = world.ReadModel.Filter!;
        Assert.Equal("PAST_DUE BILLING_ONLY", string.Join(' ', filter.States!));
        Assert.Equal(("ac", "acc_1", Instant.FromUtc(2025, 3, 1, 0, 0), true), (filter.Search, filter.AccountId, filter.RenewsBefore, filter.HasUnknownPayment));
    }

    [Fact]
    public async Task Organizations_come_page_by_page()
    {
        const string document = "query($after: String) { organizations(first: 1, after: $after) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
        var first = await gateway.AskAsync(document);
        var second = await gateway.AskAsync(document, new { after = first.At("organizations.pageInfo.endCursor") });
        Assert.Equal(("org_1", "True"), (first.At("organizations.nodes.0.id"), first.At("organizations.pageInfo.hasNextPage")));
        Assert.Equal(("org_2", "False"), (second.At("organizations.nodes.0.id"), second.At("organizations.pageInfo.hasNextPage")));
    }

    [Theory]
    [InlineData("seatPurchasePreview(additionalSeats: 0)", "org_1", "INVALID_INPUT", "additionalSeats")]
    [InlineData("seatPurchasePreview(additionalSeats: 2147483647)", "org_1", "INVALID_INPUT", "additionalSeats")]
    [InlineData("planChangePreview(plan: PROFESSIONAL)", "org_1", "CANNOT_DECREASE", "plan")]
    [InlineData("reductionPreview(fullTimeSeats: -1)", "org_1", "INVALID_INPUT", "fullTimeSeats")]
    [InlineData("reductionPreview", "org_1", "INVALID_INPUT", null)]
    [InlineData("seatPurchasePreview(additionalSeats: 1)", "org_2", "NO_SUBSCRIPTION", null)]
    public async Task A_preview_that_a_rule_refuses_is_an_error_that_names_the_rule(string preview, string organization, string rule, string? field)
    {
        var answer = await gateway.AskAsync($"{{ organization(id: \"{organization}\") {{ {preview} {{ token }} }} }}");
        var extensions = answer.GetProperty("errors")[0].GetProperty("extensions");
        Assert.Equal("BAD_USER_INPUT", extensions.GetProperty("code").GetString());
        Assert.Equal(rule, extensions.GetProperty("rule").GetString());
        if (field is not null) Assert.Equal(field, extensions.GetProperty("field").GetString());
    }

    [Fact]
    public async Task P16_a_preview_shows_its_figures_and_its_token()
    {
        var answer = await gateway.AskAsync("""
            { organization(id: "org_1") { seatPurchasePreview(additionalSeats: 2) { token expiresAt seatsBefore seatsAfter subtotal { amount } creditApplied { amount }
                totalDueToday { amount } lines { quantity days periodDays amount { formatted } } } } }
            """);
        const string preview = "organization.seatPurchasePreview";
        Assert.Equal(("token", "10", "12"), (answer.At($"{preview}.token"), answer.At($"{preview}.seatsBefore"), answer.At($"{preview}.seatsAfter")));
        Assert.Equal(("12000", "1500", "10500"), (answer.At($"{preview}.subtotal.amount"), answer.At($"{preview}.creditApplied.amount"), answer.At($"{preview}.totalDueToday.amount")));
        Assert.Equal("2025-01-15T12:30:00Z", answer.At($"{preview}.expiresAt"));
    }
}

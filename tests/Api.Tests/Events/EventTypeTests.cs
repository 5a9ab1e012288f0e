using Billing.Api.Events;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.AdHoc;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Seasons;
using Billing.Domain.Storage;
using GraphQL.Types;

namespace Billing.Api.Tests.Events;

public sealed class EventTypeTests : IAsyncLifetime
{
    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await world.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    /// <summary>A published fact that no type shows could not be sent to anybody.</summary>
    [Fact]
    public void Every_published_fact_has_exactly_one_type()
    {
        var types = gateway.Services.GetRequiredService<ISchema>().AllTypes.OfType<EventGraphType>().ToList();
        foreach (var fact in typeof(PublishedEvent).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(PublishedEvent))))
        {
            var empty = (OrganizationEvent)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(fact);
            var shown = types.Where(type => type.IsTypeOf!(new PublishedEventView(new OrganizationId("org_1"), 1, FakeOrganization.Now, "ann", empty, null)));
            Assert.True(shown.Count() == 1, $"{fact.Name} is shown by: {string.Join(", ", shown.Select(type => type.Name))}.");
        }
    }

    [Fact]
    public async Task Facts_of_an_invoice_are_one_kind()
    {
        var invoice = world.Main.State.Invoice(1);
        OrganizationEvent[] facts = [new InvoiceIssued(invoice), new InvoicePaid(1, Money.Zero(Currency.Usd), null), new InvoiceVoided(1, Domain.Invoices.VoidReason.VoidedByStaff), new InvoiceRefunded(1, 1, Money.Zero(Currency.Usd))];
        world.ReadModel.Events.AddRange(facts.Select((fact, index) => new PublishedEventView(new OrganizationId("org_1"), index + 1, FakeOrganization.Now, "ann", fact, null)));
        var answer = await gateway.AskAsync("{ organization(id: \"org_1\") { events { nodes { __typename ... on InvoiceChanged { number status } } } } }");
        var told = answer.GetProperty("data").GetProperty("organization").GetProperty("events").GetProperty("nodes").EnumerateArray()
            .Select(node => $"{node.GetProperty("__typename")} {node.GetProperty("number")} {node.GetProperty("status")}");
        Assert.Equal(["InvoiceChanged 0001 OPEN", "InvoiceChanged 0001 PAID", "InvoiceChanged 0001 VOID", "InvoiceChanged 0001 PAID"], told);
    }

    [Fact]
    public async Task Facts_of_a_member_are_one_kind()
    {
        var member = FakeOrganization.Member("plain", MemberStatus.Invited);
        await SaysAsync(
            "... on MemberChanged { memberId status }", ["MemberChanged plain INVITED", "MemberChanged plain ACTIVE", "MemberChanged plain REMOVED", "MemberChanged plain ACTIVE", "MemberChanged biller ACTIVE"],
            new MemberAdded(member), new MemberUpdated(member with { Status = MemberStatus.Active }), new MemberRemoved(member.Id, []), new MemberActivated(member.Id),
            new OwnershipTransferred(new("owner"), new("biller")));
    }

    /// <summary>It is 2025-01-15.</summary>
    [Fact]
    public async Task Facts_of_a_season_are_one_kind()
    {
        Season Of(int first, int last) => new() { Id = new("sea_1"), Name = "S", Seats = 1, Window = BillingPeriod.OfSeason(new(2025, 1, first), new(2025, 1, last)) };
        await SaysAsync(
            "... on SeasonChanged { seasonId state }",
            ["SeasonChanged sea_1 UPCOMING", "SeasonChanged sea_1 OPEN", "SeasonChanged sea_1 CLOSED", "SeasonChanged sea_1 OPEN", "SeasonChanged sea_1 CLOSED", "SeasonChanged sea_1 CLOSED"],
            new SeasonSet(Of(16, 17)), new SeasonSet(Of(15, 15)), new SeasonSet(Of(13, 14)), new SeasonOpened(new("sea_1")), new SeasonClosed(new("sea_1")), new SeasonRemoved(new("sea_1")));
    }

    [Fact]
    public async Task Facts_of_ad_hoc_seats_name_their_request() => await SaysAsync(
        "... on AdHocRequested { requestId seats startsOn increments dueBy } ... on AdHocOverdue { requestId } ... on AdHocResolved { requestId seasonId }",
        ["AdHocRequested adh_1 5 2025-03-01 2 2025-01-15T12:00:00Z", "AdHocOverdue adh_1", "AdHocResolved adh_1 sea_1", "AdHocResolved adh_1 "],
        new AdHocRequested(new()
        {
            Id = new("adh_1"), Seats = 5, StartsOn = new(2025, 3, 1), Increments = 2, RequestedAt = FakeOrganization.Now, DueBy = FakeOrganization.Now, State = AdHocState.Requested, RequestedBy = "b@example.com",
        }),
        new AdHocOverdue(new("adh_1")), new AdHocResolved(new("adh_1"), new("sea_1")), new AdHocResolved(new("adh_1"), null));

    [Fact]
    public async Task Facts_of_storage_show_their_figures() => await SaysAsync(
        "... on StorageLimitCrossed { overDataBytes overAttachmentBytes } ... on StoragePurchased { dataGb attachmentGb } ... on StorageEnforcementChanged { enforcement } ... on StorageMonthEnded { month { month invoiceNumber } }",
        ["StorageLimitCrossed 5000000000000 0", "StoragePurchased 3 4", "StorageEnforcementChanged RESTRICT_CREATION", """StorageMonthEnded {"month":"2024-12-01","invoiceNumber":"0003"}"""],
        new StorageLimitCrossed(5_000_000_000_000, 0), new StoragePurchased(3, 4), new StorageEnforcementChanged(StorageEnforcement.RestrictCreation),
        new StorageMonthEnded(new(new(2024, 12, 1), 1, 2, 3, 4, Money.Zero(Currency.Usd), 3), 4));

    private async Task SaysAsync(string fields, string[] expected, params OrganizationEvent[] facts)
    {
        world.ReadModel.Events.AddRange(facts.Select((fact, index) => new PublishedEventView(new OrganizationId("org_1"), index + 1, FakeOrganization.Now, "ann", fact, null)));
        var answer = await gateway.AskAsync($"{{ organization(id: \"org_1\") {{ events {{ nodes {{ __typename {fields} }} }} }} }}");
        Assert.Equal(expected, answer.GetProperty("data").GetProperty("organization").GetProperty("events").GetProperty("nodes").EnumerateArray()
            .Select(node => string.Join(' ', node.EnumerateObject().Select(field => field.Value.ToString()))));
    }
}

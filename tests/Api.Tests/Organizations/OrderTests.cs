using System.Text.Json;
using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.Security;
using Billing.Api.Tests.World;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using GraphQL;
using GraphQL.Types;
using ErrorCode = Billing.Domain.Organizations.ErrorCode;

namespace Billing.Api.Tests.Organizations;

public sealed class OrderTests : IAsyncLifetime
{
    private const string Rename = "mutation($name: String, $key: String) { updateOrganization(input: { organizationId: \"org_1\", name: $name, idempotencyKey: $key }) { organization { name } errors { code message ... on RuleError { field } } } }";
    private const string Pay = "mutation { payInvoice(input: { organizationId: \"org_1\", invoiceNumber: \"0001\" }) { invoice { number paymentAction { clientSecret publishableKey } attempts { outcome } } organization { id } errors { code } } }";

    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await world.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task What_was_done_comes_back_as_it_is_now()
    {
        var answer = await gateway.AskAsync(Rename, new { name = " Acme Ltd " });
        Assert.Equal("""{"organization":{"name":"Acme Ltd"},"errors":[]}""", answer.At("updateOrganization"));
    }

    [Fact]
    public async Task Bounds_are_checked_before_the_grain_hears_of_it()
    {
        var answer = await gateway.AskAsync(Rename, new { name = "a\u0007b" });
        Assert.Equal("""[{"code":"INVALID_INPUT","message":"name must not contain control characters.","field":"name"}]""", answer.At("updateOrganization.errors"));
        Assert.Null(answer.At("updateOrganization.organization"));
        Assert.Empty(world.Main.Orders);
    }

    [Fact]
    public async Task A_rule_that_says_no_comes_with_nothing_else()
    {
        world.Main.Answers = _ => new(new(ErrorCode.PaymentDeclined, "Declined."), 1, null, world.Main.Reading(), null);
        var answer = await gateway.AskAsync(Pay);
        Assert.Equal("""{"invoice":null,"organization":null,"errors":[{"code":"PAYMENT_DECLINED"}]}""", answer.At("payInvoice"));
    }

    [Theory]
    [InlineData(ErrorCode.PaymentActionRequired, "PAYMENT_ACTION_REQUIRED")]
    [InlineData(ErrorCode.PaymentPending, "PAYMENT_PENDING")]
    public async Task A_payment_that_goes_on_comes_with_its_invoice(ErrorCode code, string name)
    {
        world.Main.Record(new AttemptPrepared(1, new(1, 1, FakeOrganization.Now, FakeOrganization.Now, true, "pm_1", false, AttemptOutcome.Pending, null)));
        world.Main.Record(new AttemptSettled(1, 1, AttemptOutcome.ActionRequired, null, null, "pi_secret"));
        world.Main.Answers = _ => new(new(code, "Wait."), 1, null, world.Main.Reading(), null);
        var answer = await gateway.AskAsync(Pay);
        Assert.Equal(
            $$"""{"invoice":{"number":"0001","paymentAction":{"clientSecret":"pi_secret","publishableKey":"pk_test"},"attempts":[{"outcome":"ACTION_REQUIRED"}]},"organization":{"id":"org_1"},"errors":[{"code":"{{name}}"}]}""",
            answer.At("payInvoice"));
    }

    [Fact]
    public async Task Whoever_may_meets_the_same_no_for_an_organization_that_does_not_exist()
    {
        var schema = gateway.Services.GetRequiredService<ISchema>();
        foreach (var field in schema.Mutation!.Fields.Where(field => field.Name is not ("createAccount" or "createOrganization" or "advanceTestClock")))
        {
            var document = Samples.Document(schema, "Mutation", field).Replace("org_1", "org_9", StringComparison.Ordinal);
            var caller = field.Name is "reportUsage" or "recordAttachments" or "recordSignIn" ? Role.Service : Role.Staff;
            Assert.Equal("NOT_FOUND", (await gateway.AskAsync(document, token: gateway.Token("ann", caller))).FirstCode());
        }
    }

    [Theory]
    [InlineData("owner", Role.User, false)]
    [InlineData("ann", Role.Staff, true)]
    public async Task The_grain_hears_who_gives_the_order(string subject, Role role, bool isStaff)
    {
        const string document = "mutation { cancelSubscription(input: { organizationId: \"org_1\" }) { errors { code } } }";
        await gateway.AskAsync(document, token: gateway.Token(subject, role));
        Assert.Equal(new Actor(subject, isStaff), Assert.Single(world.Main.Orders).Actor);
    }

    [Fact]
    public async Task D4_a_key_is_its_callers_and_its_inputs_own()
    {
        foreach (var (name, key, subject) in new[] { ("A", "k", "ann"), ("A", "k", "ann"), ("B", "k", "ann"), ("A", "k", "bob"), ("A", null, "ann") })
            await gateway.AskAsync(Rename, new { name, key }, gateway.Token(subject));
        var keys = world.Main.Orders.Select(order => order.Key).ToList();
        Assert.Equal(keys[0], keys[1]);
        Assert.Equal(keys[0]!.Hash, keys[2]!.Hash);
        Assert.NotEqual(keys[0]!.InputHash, keys[2]!.InputHash);
        Assert.NotEqual(keys[0]!.Hash, keys[3]!.Hash);
        Assert.Null(keys[4]);
    }

    [Fact]
    public async Task A_purchase_hands_its_token_on()
    {
        await gateway.AskAsync("mutation { purchaseSeats(input: { organizationId: \"org_1\", additionalSeats: 2, previewToken: \"t.1\", idempotencyKey: \"k\" }) { errors { code } } }");
        Assert.Equal("t.1", Assert.Single(world.Main.Orders).PreviewToken);
    }

    [Fact]
    public async Task Each_mutation_of_a_request_looks_anew()
    {
        const string document = """
            mutation { a: cancelSubscription(input: { organizationId: "org_1" }) { organization { account { name } } errors { code } }
                       b: cancelSubscription(input: { organizationId: "org_1" }) { organization { account { name } } errors { code } } }
            """;
        await gateway.AskAsync(document);
        Assert.Equal((2, 2), (world.Main.Reads, world.Group.Reads));
    }

    [Fact]
    public async Task A50_a_new_member_comes_back_with_his_seat()
    {
        var answer = await gateway.AskAsync(
            "mutation { addMember(input: { organizationId: \"org_1\", memberId: \"crm:7\", name: \"Nia\", email: \"nia@example.com\", type: FULL_TIME, permissions: [BILLING] }) { member { id status permissions isOwner } organization { seats { fullTime { assigned } } } errors { code } } }");
        Assert.Equal("""{"id":"crm:7","status":"INVITED","permissions":["BILLING"],"isOwner":false}""", answer.At("addMember.member"));
        Assert.Equal("5", answer.At("addMember.organization.seats.fullTime.assigned"));
    }

    [Fact]
    public async Task The_card_form_gets_what_it_needs()
    {
        var answer = await gateway.AskAsync("mutation { startCardSetup(input: { organizationId: \"org_1\" }) { clientSecret publishableKey errors { code } } }");
        Assert.Equal("""{"clientSecret":"seti_secret","publishableKey":"pk_test","errors":[]}""", answer.At("startCardSetup"));
    }
}

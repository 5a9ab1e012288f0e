using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Api.Tests.Host;

namespace Billing.Api.Tests.Input;

/// <summary>Both sides of each bound: a good input, one field of it changed, and the field that must be named.</summary>
public sealed class InputBoundsTests : IAsyncLifetime
{
    private static readonly Dictionary<string, (string Mutation, string Good)> Inputs = new()
    {
        ["CreateAccountInput"] = ("createAccount", """{"name":"Acme"}"""),
        ["CreateOrganizationInput"] = ("createOrganization", """{"accountId":"acc_1","name":"Acme","owner":{"name":"Ann","email":"ann@example.com"}}"""),
        ["UpdateOrganizationInput"] = ("updateOrganization", """{"organizationId":"org_1"}"""),
        ["StartContractInput"] = ("startContract", """{"organizationId":"org_1","plan":"BUSINESS","interval":"ANNUAL","fullTimeSeats":5}"""),
        ["ReduceNowInput"] = ("reduceNow", """{"organizationId":"org_1","fullTimeSeats":5,"idempotencyKey":"k"}"""),
        ["ScheduleReductionInput"] = ("scheduleReduction", """{"organizationId":"org_1","fullTimeSeats":5}"""),
        ["GrantCreditInput"] = ("grantCredit", """{"organizationId":"org_1","amount":5,"reason":"sorry","idempotencyKey":"k"}"""),
        ["CreateInvoiceInput"] = ("createInvoice", """{"organizationId":"org_1","lines":[{"description":"Day","quantity":1,"unitPrice":5}],"idempotencyKey":"k"}"""),
        ["InvoiceInput"] = ("voidInvoice", """{"organizationId":"org_1","invoiceNumber":"0001"}"""),
        ["RefundInvoiceInput"] = ("refundInvoice", """{"organizationId":"org_1","invoiceNumber":"0001","amount":5,"reason":"sorry","idempotencyKey":"k"}"""),
        ["RecordWirePaymentInput"] = ("recordWirePayment", """{"organizationId":"org_1","invoiceNumber":"0001","amount":5,"reference":"R","idempotencyKey":"k"}"""),
        ["PurchaseSeatsInput"] = ("purchaseSeats", """{"organizationId":"org_1","additionalSeats":5,"previewToken":"t","idempotencyKey":"k"}"""),
        ["UpgradePlanInput"] = ("upgradePlan", """{"organizationId":"org_1","plan":"ULTIMATE","previewToken":"t","idempotencyKey":"k"}"""),
        ["OrganizationInput"] = ("cancelScheduledReduction", """{"organizationId":"org_1"}"""),
        ["UpdateCardInput"] = ("updateCard", """{"organizationId":"org_1","paymentMethodId":"pm_card_visa"}"""),
        ["UpdateBillingDetailsInput"] = ("updateBillingDetails", """{"organizationId":"org_1"}"""),
        ["AddMemberInput"] = ("addMember", """{"organizationId":"org_1","name":"Ann","email":"ann@example.com","type":"FULL_TIME"}"""),
    };

    private TestGateway gateway = null!;

    public static TheoryData<string> Names() => [.. Inputs.Keys];

    public async ValueTask InitializeAsync() => gateway = await TestGateway.StartAsync<InputSchema>();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Theory, MemberData(nameof(Names))]
    public async Task A_good_input_is_taken(string input) => Assert.Equal("", await RefusedAsync(input, []));

    [Theory]
    [InlineData("StartContractInput", "fullTimeSeats", "1", true)]
    [InlineData("StartContractInput", "fullTimeSeats", "0", false)]
    [InlineData("StartContractInput", "fullTimeSeats", "100000", true)]
    [InlineData("StartContractInput", "fullTimeSeats", "100001", false)]
    [InlineData("StartContractInput", "collaboratorSeats", "0", true)]
    [InlineData("StartContractInput", "collaboratorSeats", "-1", false)]
    [InlineData("StartContractInput", "seatPrice", "0", true)]
    [InlineData("StartContractInput", "seatPrice", "-1", false)]
    [InlineData("StartContractInput", "seatPrice", "1000000000000", true)]
    [InlineData("StartContractInput", "seatPrice", "1000000000001", false)]
    [InlineData("StartContractInput", "collaboratorSeatPrice", "-1", false)]
    [InlineData("StartContractInput", "currency", "\"JPY\"", true)]
    [InlineData("StartContractInput", "currency", "\"usd\"", false)]
    [InlineData("StartContractInput", "currency", "\"XXX\"", false)]
    [InlineData("StartContractInput", "currency", "null", true)]
    [InlineData("StartContractInput", "termMonths", "0", false)]
    [InlineData("StartContractInput", "termMonths", "120", true)]
    [InlineData("StartContractInput", "termMonths", "121", false)]
    [InlineData("StartContractInput", "trialDays", "731", false)]
    [InlineData("StartContractInput", "taxRatePpm", "1000000", true)]
    [InlineData("StartContractInput", "taxRatePpm", "1000001", false)]
    [InlineData("StartContractInput", "taxRatePpm", "-1", false)]
    [InlineData("PurchaseSeatsInput", "additionalSeats", "0", false)]
    [InlineData("PurchaseSeatsInput", "additionalSeats", "-5", false)]
    [InlineData("PurchaseSeatsInput", "additionalSeats", "100001", false)]
    [InlineData("PurchaseSeatsInput", "previewToken", "\"\"", false)]
    [InlineData("PurchaseSeatsInput", "previewToken", "\"a b\"", false)]
    [InlineData("PurchaseSeatsInput", "idempotencyKey", "\"\"", false)]
    [InlineData("PurchaseSeatsInput", "idempotencyKey", "\"a\\u0000b\"", false)]
    [InlineData("GrantCreditInput", "amount", "0", false)]
    [InlineData("GrantCreditInput", "amount", "-1", false)]
    [InlineData("GrantCreditInput", "amount", "1000000000001", false)]
    [InlineData("GrantCreditInput", "reason", "\" \"", false)]
    [InlineData("RefundInvoiceInput", "amount", "0", false)]
    [InlineData("RefundInvoiceInput", "invoiceNumber", "\"../1\"", false)]
    [InlineData("RecordWirePaymentInput", "amount", "0", false)]
    [InlineData("InvoiceInput", "invoiceNumber", "\"\"", false)]
    [InlineData("UpdateOrganizationInput", "name", "\"\"", false)]
    [InlineData("UpdateOrganizationInput", "name", "null", true)]
    [InlineData("UpdateOrganizationInput", "timeZone", "\"America/New_York\"", true)]
    [InlineData("UpdateOrganizationInput", "timeZone", "\"America/Atlantis\"", false)]
    [InlineData("UpdateOrganizationInput", "timeZone", "\"\"", false)]
    [InlineData("ReduceNowInput", "seatPrice", "-1", false)]
    [InlineData("ReduceNowInput", "fullTimeSeats", "0", false)]
    [InlineData("ScheduleReductionInput", "fullTimeSeats", "null", false)]
    [InlineData("UpdateCardInput", "paymentMethodId", "\"pm_1Abc\"", true)]
    [InlineData("UpdateCardInput", "paymentMethodId", "\"4242424242424242\"", false)]
    [InlineData("UpdateCardInput", "paymentMethodId", "\"pm_a/b\"", false)]
    [InlineData("AddMemberInput", "memberId", "\"u-1.2:3\"", true)]
    [InlineData("AddMemberInput", "memberId", "\"a b\"", false)]
    [InlineData("AddMemberInput", "seasonIds", "[\"s1\"]", false)]
    [InlineData("AddMemberInput", "permissions", "[\"BILLING\"]", true)]
    [InlineData("UpdateBillingDetailsInput", "companyName", "\"\"", true)]
    [InlineData("UpdateBillingDetailsInput", "primaryInvoiceEmail", "\"x\"", false)]
    [InlineData("UpdateBillingDetailsInput", "additionalInvoiceEmails", "[]", true)]
    public async Task Bounds_name_their_field(string input, string field, string value, bool good) =>
        Assert.Equal(good ? "" : field, await RefusedAsync(input, new() { [field] = JsonNode.Parse(value) }));

    [Theory]
    [InlineData("CreateOrganizationInput", "owner", """{"name":"","email":"a@example.com"}""", "owner.name")]
    [InlineData("CreateOrganizationInput", "owner", """{"name":"A","email":"a@@example.com"}""", "owner.email")]
    [InlineData("StartContractInput", "addOns", """[{"code":"a","name":"A","quantity":1,"unitPrice":1},{"code":"a","name":"A","quantity":0,"unitPrice":-1}]""", "addOns.1.quantity addOns.1.unitPrice")]
    [InlineData("StartContractInput", "planPrices", """[{"plan":"ULTIMATE","seatPrice":-1}]""", "planPrices.0.seatPrice")]
    [InlineData("CreateInvoiceInput", "lines", "[]", "lines")]
    [InlineData("CreateInvoiceInput", "lines", """[{"description":"a\nb","quantity":1,"unitPrice":1}]""", "lines.0.description")]
    [InlineData("UpdateBillingDetailsInput", "additionalInvoiceEmails", """["a@example.com","b"]""", "additionalInvoiceEmails.1")]
    [InlineData("UpdateBillingDetailsInput", "taxIds", """[{"type":"","value":"1"}]""", "taxIds.0.type")]
    [InlineData("UpdateBillingDetailsInput", "billingAddress", """{"line1":"","city":"C","postalCode":"1","country":"US"}""", "billingAddress.line1")]
    public async Task Fields_within_are_named_by_their_way(string input, string field, string value, string named) =>
        Assert.Equal(named, await RefusedAsync(input, new() { [field] = JsonNode.Parse(value) }));

    [Fact]
    public async Task Names_have_1_to_200_characters_and_no_control_characters()
    {
        async Task<bool> Good(string name) => await RefusedAsync("CreateAccountInput", new() { ["name"] = name }) == "";
        Assert.True(await Good("Łódź & Søn 🚀"));
        Assert.True(await Good(string.Concat(Enumerable.Repeat("🚀", 200))));
        Assert.False(await Good(new string('a', 201)));
        Assert.False(await Good("  "));
        Assert.False(await Good("a\u0007b"));
        Assert.False(await Good("a\r\nBcc: b"));
        Assert.False(await Good("a\u2028b"));
        Assert.False(await Good("a\u202Eb"));
        Assert.True(await Good(new string('a', 200)));
    }

    [Fact]
    public async Task Half_a_character_is_no_name()
    {
        var body = """{"query":"mutation($i: CreateAccountInput!) { createAccount(input: $i) }","variables":{"i":{"name":"a\ud800"}}}""";
        using var response = await gateway.SendAsync(gateway.Post(new StringContent(body, System.Text.Encoding.UTF8, "application/json")));
        Assert.Equal("BAD_USER_INPUT", (await TestGateway.BodyAsync(response)).FirstCode());
    }

    private async Task<string?> RefusedAsync(string input, Dictionary<string, JsonNode?> changes)
    {
        var (mutation, good) = Inputs[input];
        var value = JsonNode.Parse(good)!.AsObject();
        foreach (var (field, change) in changes)
        {
            value[field] = change;
        }
        var answer = await gateway.AskAsync($"mutation($i: {input}!) {{ {mutation}(input: $i) }}", new { i = value });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ValueKind == JsonValueKind.Undefined ? "" : errors.ToString());
        return answer.GetProperty("data").GetProperty(mutation).GetString();
    }
}

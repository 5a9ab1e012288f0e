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
        ["UpdateMemberInput"] = ("updateMember", """{"organizationId":"org_1","memberId":"mem_1"}"""),
        ["RemoveMemberInput"] = ("removeMember", """{"organizationId":"org_1","memberId":"mem_1"}"""),
        ["RecordSignInInput"] = ("recordSignIn", """{"organizationId":"org_1","memberId":"mem_1"}"""),
        ["SetSeasonInput"] = ("setSeason", """{"organizationId":"org_1","name":"Summer","opensOn":"2025-06-01","closesOn":"2025-06-30","seats":5}"""),
        ["RemoveSeasonInput"] = ("removeSeason", """{"organizationId":"org_1","seasonId":"sea_1"}"""),
        ["RequestAdHocSeatsInput"] = ("requestAdHocSeats", """{"organizationId":"org_1","seats":5,"startsOn":"2025-06-01"}"""),
        ["ResolveAdHocSeatsInput"] = ("resolveAdHocSeats", """{"organizationId":"org_1","requestId":"adh_1","accept":true}"""),
        ["AddStorageInput"] = ("addStorage", """{"organizationId":"org_1","dataGb":1,"idempotencyKey":"k"}"""),
        ["SetStorageEnforcementInput"] = ("setStorageEnforcement", """{"organizationId":"org_1","enforcement":"NONE"}"""),
        ["ReportUsageInput"] = ("reportUsage", """{"organizationId":"org_1","objects":[{"kind":"MESSAGE","count":1}]}"""),
        ["RecordAttachmentsInput"] = ("recordAttachments", """{"organizationId":"org_1","batchId":"b 1","added":[1],"removed":[2]}"""),
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
    [InlineData("AddMemberInput", "email", "\"a@example.com\\r\\nBcc: b@example.com\"", false)]
    [InlineData("UpdateMemberInput", "memberId", "\"\"", false)]
    [InlineData("UpdateMemberInput", "name", "\" \"", false)]
    [InlineData("UpdateMemberInput", "name", "\"a\\r\\nBcc: b\"", false)]
    [InlineData("UpdateMemberInput", "name", "null", true)]
    [InlineData("UpdateMemberInput", "email", "\"x\"", false)]
    [InlineData("UpdateMemberInput", "seasonIds", "[]", true)]
    [InlineData("UpdateMemberInput", "seasonIds", "[\"s1\",\"s1\"]", true)]
    [InlineData("UpdateMemberInput", "permissions", "[]", true)]
    [InlineData("UpdateMemberInput", "permissionSet", "\"\"", true)]
    [InlineData("UpdateMemberInput", "permissionSet", "\"a\\u0000b\"", false)]
    [InlineData("RemoveMemberInput", "memberId", "\"a b\"", false)]
    [InlineData("RecordSignInInput", "memberId", "\"a/b\"", false)]
    [InlineData("SetSeasonInput", "seasonId", "\"a b\"", false)]
    [InlineData("SetSeasonInput", "name", "\"\"", false)]
    [InlineData("SetSeasonInput", "closesOn", "\"2025-06-01\"", true)]
    [InlineData("SetSeasonInput", "closesOn", "\"2025-05-31\"", false)]
    [InlineData("SetSeasonInput", "closesOn", "\"2199-12-31\"", true)]
    [InlineData("SetSeasonInput", "seats", "0", false)]
    [InlineData("SetSeasonInput", "seats", "-1", false)]
    [InlineData("SetSeasonInput", "seats", "100000", true)]
    [InlineData("SetSeasonInput", "seats", "100001", false)]
    [InlineData("RemoveSeasonInput", "seasonId", "\"\"", false)]
    [InlineData("RequestAdHocSeatsInput", "seats", "0", false)]
    [InlineData("RequestAdHocSeatsInput", "seats", "100001", false)]
    [InlineData("RequestAdHocSeatsInput", "increments", "0", false)]
    [InlineData("RequestAdHocSeatsInput", "increments", "20", true)]
    [InlineData("RequestAdHocSeatsInput", "increments", "21", false)]
    [InlineData("RequestAdHocSeatsInput", "increments", "null", true)]
    [InlineData("ResolveAdHocSeatsInput", "requestId", "\"a b\"", false)]
    [InlineData("ResolveAdHocSeatsInput", "seatPrice", "0", true)]
    [InlineData("ResolveAdHocSeatsInput", "seatPrice", "-1", false)]
    [InlineData("ResolveAdHocSeatsInput", "seatPrice", "1000000000001", false)]
    [InlineData("AddStorageInput", "dataGb", "0", false)]
    [InlineData("AddStorageInput", "dataGb", "-1", false)]
    [InlineData("AddStorageInput", "dataGb", "1000000", true)]
    [InlineData("AddStorageInput", "dataGb", "1000001", false)]
    [InlineData("AddStorageInput", "attachmentGb", "-1", false)]
    [InlineData("AddStorageInput", "idempotencyKey", "\"\"", false)]
    [InlineData("ReportUsageInput", "objects", "[]", true)]
    [InlineData("ReportUsageInput", "attachmentBytes", "-1", false)]
    [InlineData("ReportUsageInput", "attachmentBytes", "1000000000000000", true)]
    [InlineData("ReportUsageInput", "attachmentBytes", "1000000000000001", false)]
    [InlineData("ReportUsageInput", "kobjectDataBytes", "1000000000000001", false)]
    [InlineData("RecordAttachmentsInput", "batchId", "\"\"", false)]
    [InlineData("RecordAttachmentsInput", "batchId", "\"a\\nb\"", false)]
    [InlineData("RecordAttachmentsInput", "batchId", "7", true)]
    [InlineData("RecordAttachmentsInput", "added", "null", true)]
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
    [InlineData("ReportUsageInput", "objects", """[{"kind":"MESSAGE","count":1000000000000},{"kind":"NOTE","count":1000000000001},{"kind":"EVENT","count":-1}]""", "objects.1.count objects.2.count")]
    [InlineData("ReportUsageInput", "objects", """[{"kind":"NOTE","count":1},{"kind":"MESSAGE","count":1},{"kind":"NOTE","count":1}]""", "objects.2.kind")]
    [InlineData("RecordAttachmentsInput", "added", "[0,1000000000000000,-1]", "added.2")]
    [InlineData("RecordAttachmentsInput", "removed", "[1000000000000001]", "removed.0")]
    [InlineData("UpdateMemberInput", "seasonIds", """["sea_1","a b"]""", "seasonIds.1")]
    public async Task Fields_within_are_named_by_their_way(string input, string field, string value, string named) =>
        Assert.Equal(named, await RefusedAsync(input, new() { [field] = JsonNode.Parse(value) }));

    [Theory]
    [InlineData(10_000, 0, "")]
    [InlineData(5_000, 5_000, "")]
    [InlineData(10_001, 0, "added")]
    [InlineData(0, 10_001, "removed")]
    [InlineData(5_000, 5_001, "removed")]
    public async Task A_batch_has_at_most_10_000_files(int added, int removed, string named) => Assert.Equal(
        named, await RefusedAsync("RecordAttachmentsInput", new() { ["added"] = Ones(added), ["removed"] = Ones(removed) }));

    [Fact]
    public async Task A_member_has_at_most_100_seasons_and_one_of_another_type_none()
    {
        Assert.Equal("", await RefusedAsync("UpdateMemberInput", new() { ["seasonIds"] = Seasons(100), ["type"] = "SEASONAL" }));
        Assert.Equal("seasonIds", await RefusedAsync("UpdateMemberInput", new() { ["seasonIds"] = Seasons(101) }));
        Assert.Equal("seasonIds", await RefusedAsync("AddMemberInput", new() { ["seasonIds"] = Seasons(101), ["type"] = "SEASONAL" }));
        Assert.Equal("seasonIds", await RefusedAsync("UpdateMemberInput", new() { ["seasonIds"] = Seasons(1), ["type"] = "COLLABORATOR" }));
    }

    [Fact]
    public async Task Everything_wrong_is_named_at_once() => Assert.Equal(
        "name closesOn seats", await RefusedAsync("SetSeasonInput", new() { ["name"] = "", ["closesOn"] = "2024-01-01", ["seats"] = 0 }));

    [Theory]
    [InlineData("1999-12-31")]
    [InlineData("2200-01-01")]
    [InlineData("2025-02-29")]
    [InlineData("2025-6-1")]
    public async Task A_date_lies_between_2000_and_2199(string date)
    {
        var answer = await gateway.AskAsync($"mutation {{ requestAdHocSeats(input: {{ organizationId: \"org_1\", seats: 1, startsOn: \"{date}\" }}) }}");
        Assert.Equal("BAD_USER_INPUT", answer.FirstCode());
        Assert.Contains("startsOn", answer.FirstMessage(), StringComparison.Ordinal);
    }

    private static JsonArray Ones(int count) => [.. Enumerable.Range(0, count).Select(_ => JsonValue.Create(1))];

    private static JsonArray Seasons(int count) => [.. Enumerable.Range(0, count).Select(index => JsonValue.Create($"sea_{index}"))];

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

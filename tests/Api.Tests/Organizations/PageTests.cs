using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Api.Tests.Organizations;

/// <summary>Each list of an organization, page by page: nothing missing, nothing twice, in its order.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await world.StartAsync();
        foreach (var number in Enumerable.Range(1, 4)) world.Main.Order(new CreateInvoice([new($"Line {number}", 1, 100 * number)]));
        foreach (var number in Enumerable.Range(1, 5))
        {
            world.ReadModel.Mail.Add(new(
                "org_1", $"mail_{number}", number, "INVOICE_ISSUED", "Invoice", ["o@example.com"], "text", "html", FakeOrganization.Now, null, "QUEUED", null, $"000{number}"));
            world.ReadModel.Events.Add(new(new OrganizationId("org_1"), number, FakeOrganization.Now, "ann", new CreditMoved(new(number, Currency.Usd), "Sorry", null), null));
        }
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Theory]
    [InlineData("invoices", "number", "0005 0004 0003 0002 0001")]
    [InlineData("mail", "id", "mail_5 mail_4 mail_3 mail_2 mail_1")]
    [InlineData("events", "sequence", "1 2 3 4 5")]
    [InlineData("members", "id", "biller manager owner plain")]
    [InlineData("creditEntries", "reason", "Applied to invoice 0005|Applied to invoice 0004|Applied to invoice 0003|Applied to invoice 0002|Sorry")]
    public async Task A_list_in_pages_of_two_is_the_whole_list(string list, string field, string expected)
    {
        var found = new List<string?>();
        string? after = null;
        do
        {
            var answer = await gateway.AskAsync(
                $"query($after: String) {{ organization(id: \"org_1\") {{ {list}(first: 2, after: $after) {{ totalCount edges {{ cursor node {{ {field} }} }} pageInfo {{ hasNextPage endCursor }} }} }} }}", new { after });
            var page = answer.GetProperty("data").GetProperty("organization").GetProperty(list);
            found.AddRange(page.GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node").GetProperty(field).ToString()));
            after = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean() ? page.GetProperty("pageInfo").GetProperty("endCursor").GetString() : null;
        }
        while (after is not null);
        Assert.Equal(expected, string.Join(expected.Contains('|', StringComparison.Ordinal) ? '|' : ' ', found));
    }

    [Fact]
    public async Task A_cursor_belongs_to_one_list_of_one_organization()
    {
        var cursor = (await gateway.AskAsync("{ organization(id: \"org_1\") { invoices(first: 1) { pageInfo { endCursor } } } }")).At("organization.invoices.pageInfo.endCursor");
        foreach (var elsewhere in new[] { "organization(id: \"org_1\") { mail(after: $after) { totalCount } }", "organization(id: \"org_2\") { invoices(after: $after) { totalCount } }" })
            Assert.Equal("BAD_USER_INPUT", (await gateway.AskAsync($"query($after: String) {{ {elsewhere} }}", new { after = cursor })).FirstCode());
    }

    [Fact]
    public async Task Invoices_can_be_filtered_by_status()
    {
        var answer = await gateway.AskAsync("{ organization(id: \"org_1\") { invoices(status: [OPEN, VOID]) { totalCount nodes { number status } } } }");
        Assert.Equal("""{"totalCount":1,"nodes":[{"number":"0001","status":"OPEN"}]}""", answer.At("organization.invoices"));
    }

    [Theory]
    [InlineData("search: \"BILL\"", "biller")]
    [InlineData("search: \"manager@\"", "manager")]
    [InlineData("status: REMOVED", "removed")]
    [InlineData("type: COLLABORATOR", "")]
    public async Task Members_can_be_searched(string filter, string expected)
    {
        var answer = await gateway.AskAsync($"{{ organization(id: \"org_1\") {{ members({filter}) {{ nodes {{ id }} }} }} }}");
        Assert.Equal(expected, string.Join(' ', answer.GetProperty("data").GetProperty("organization").GetProperty("members").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id"))));
    }

    [Fact]
    public async Task An_invoice_comes_whole()
    {
        var answer = await gateway.AskAsync("""
            { organization(id: "org_1") { invoice(number: "0002") { kind status total { formatted } creditApplied { amount } amountDue { amount } dueAt pdfPath
                billedTo { companyName address { city } taxIds { value } } lines { description quantity } copies { id to status } } unknown: invoice(number: "0099") { id } short: invoice(number: "2") { id } } }
            """);
        Assert.Equal(
            """{"kind":"MANUAL","status":"PAID","total":{"formatted":"$1.00"},"creditApplied":{"amount":100},"amountDue":{"amount":0},"dueAt":"2025-01-15T12:00:00Z","pdfPath":"/invoices/org_1/0002.pdf","billedTo":{"companyName":"Acme","address":null,"taxIds":[]},"lines":[{"description":"Line 1","quantity":1}],"copies":[{"id":"mail_2","to":["o@example.com"],"status":"QUEUED"}]}""",
            answer.At("organization.invoice"));
        Assert.Null(answer.At("organization.unknown"));
        Assert.Null(answer.At("organization.short"));
    }
}

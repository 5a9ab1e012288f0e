using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Faults;

/// <summary>Customers of one process, and the check of their books against the provider's.</summary>
/// <param name="simulator">The process that the simulator is in: often the same.</param>
internal sealed class Customers(BillingProcess billing, BillingProcess simulator)
{
    private const int Count = 4;
    private const int FirstSeats = 5;

    public async Task<List<Buyer>> OpenAsync()
    {
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        var account = await Scenario.AccountAsync(client);
        var buyers = new List<Buyer>();
        for (var index = 0; index < Count; index++)
        {
            var organization = await Scenario.OrganizationAsync(client, account, $"Buyer {index}");
            await Scenario.CardAsync(client, organization, "pm_card_visa");
            var signed = await Scenario.SignAsync(client, organization, seats: FirstSeats);
            Assert.Equal("PAID", (string?)signed["invoice"]!["status"]);
            buyers.Add(new(organization, $"buyer-{index}"));
        }

        return buyers;
    }

    /// <summary>Each buyer asks until he has his answer: a look-up takes seconds at most once the provider is well.</summary>
    public async Task FinishAsync(List<Buyer> buyers)
    {
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        for (var tries = 0; buyers.Any(buyer => buyer.IsWaiting); tries++)
        {
            Assert.True(tries < 300, "A purchase is still not settled.");
            foreach (var buyer in buyers.Where(buyer => buyer.IsWaiting)) await buyer.StepAsync(client);
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    /// <summary>What was acknowledged is there, nothing is open, and the provider took exactly what the paid invoices say.</summary>
    public async Task CheckAsync(List<Buyer> buyers)
    {
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        var charges = (await Scenario.ChargesAsync(simulator)).Select(charge => (
            Organization: (string)charge!["metadata"]!["organizationId"]!, Invoice: (string)charge["metadata"]!["invoiceNumber"]!, Amount: (long)charge["amount"]!)).ToList();
        var paid = new List<(string Organization, string Invoice, long Amount)>();
        foreach (var buyer in buyers)
        {
            var invoices = await InvoicesAsync(client, buyer.Organization);
            Assert.DoesNotContain(invoices, invoice => invoice.Status == "OPEN");
            var mine = invoices.Where(invoice => invoice.Status == "PAID").ToList();
            paid.AddRange(mine.Where(invoice => invoice.Amount > 0).Select(invoice => (buyer.Organization, invoice.Number, invoice.Amount)));
            Assert.Subset(mine.Select(invoice => invoice.Number).ToHashSet(), buyer.Acknowledged);
            var books = await Scenario.BooksAsync(client, buyer.Organization);
            Assert.Equal(FirstSeats + mine.Count(invoice => invoice.Kind == "SEATS"), (int)books["subscription"]!["fullTimeSeats"]!);
        }

        Assert.Equal(paid.Order(), charges.Order());
    }

    private static async Task<List<(string Number, string Kind, string Status, long Amount)>> InvoicesAsync(GraphQLClient client, string organization)
    {
        var all = new List<(string, string, string, long)>();
        for (string? after = null; ;)
        {
            var page = (await client.DataAsync(
                """
                query($organization: ID!, $after: String) {
                  organization(id: $organization) {
                    invoices(first: 100, after: $after) { nodes { number kind status amountDue { amount } } pageInfo { hasNextPage endCursor } }
                  }
                }
                """, new { organization, after }))["organization"]!["invoices"]!;
            all.AddRange(page["nodes"]!.AsArray().Select(node => (
                (string)node!["number"]!, (string)node["kind"]!, (string)node["status"]!, (long)node["amountDue"]!["amount"]!)));
            if (!(bool)page["pageInfo"]!["hasNextPage"]!) return all;
            after = (string)page["pageInfo"]!["endCursor"]!;
        }
    }
}

namespace Billing.Silo.Demo;

/// <summary>An account in real time: what a customer's organizations look like on an ordinary day.</summary>
internal static class LiveAccount
{
    public static async Task FillAsync(DemoClient client)
    {
        var account = await client.AccountAsync("Northwind Traders");
        await client.OrganizationAsync(account, "Northwind Not Signed Yet");

        var trial = await client.OrganizationAsync(account, "Northwind Trial");
        await client.SignAsync(trial, trialDays: 14);

        var annual = await Paying(client, account, "Northwind Europe", "ANNUAL");
        await client.BuyAsync(annual, 5);

        var canceled = await Paying(client, account, "Northwind Canceled", "MONTHLY");
        await client.DoAsync("cancelSubscription", canceled);

        var reduced = await Paying(client, account, "Northwind Fewer Seats", "MONTHLY");
        await client.ReduceAsync(reduced, 6);

        var wire = await client.OrganizationAsync(account, "Northwind By Wire");
        await client.SignAsync(wire, "ANNUAL", plan: "ULTIMATE", collection: "SEND_INVOICE");

        await client.OrganizationAsync(account, "Northwind Sandbox", "SANDBOX");
    }

    private static async Task<string> Paying(DemoClient client, string account, string name, string interval)
    {
        var organization = await client.OrganizationAsync(account, name);
        await client.CardAsync(organization, "pm_card_visa");
        await client.SignAsync(organization, interval);
        return organization;
    }
}

namespace Billing.Silo.Demo;

/// <summary>An account on a test clock that ends on 2026-02-16 at noon, with an organization in each state that takes time to reach.</summary>
internal static class TestAccount
{
    private const string BadCard = "pm_card_chargeCustomerFail";

    public static async Task FillAsync(DemoClient client)
    {
        var account = await client.AccountAsync("Contoso Test", "2026-01-02T09:00:00Z");

        var overdueLocked = await client.OrganizationAsync(account, "Contoso Locked Overdue");
        await client.SignAsync(overdueLocked, "ANNUAL", collection: "SEND_INVOICE");

        await client.AdvanceAsync(account, "2026-01-05T09:00:00Z");
        var ended = await Paying(client, account, "Contoso Locked Canceled", termMonths: 1);
        await client.DoAsync("cancelSubscription", ended);

        var seasonal = await Paying(client, account, "Contoso Seasonal");
        var past = await client.SeasonAsync(seasonal, "January sale", "2026-01-10", "2026-01-31", 3);
        var open = await client.SeasonAsync(seasonal, "Valentine", "2026-02-01", "2026-02-28", 3);
        var later = await client.SeasonAsync(seasonal, "Spring", "2026-04-01", "2026-05-31", 2);
        await client.MemberAsync(seasonal, "Sam Seasonal", "SEASONAL", past, open);
        await client.MemberAsync(seasonal, "Tina Temporary", "SEASONAL", open, later);
        await client.MemberAsync(seasonal, "Fay Fulltime", "FULL_TIME");
        await client.StorageAsync(seasonal, 5, 20);

        await client.AdvanceAsync(account, "2026-01-10T09:00:00Z");
        var locked = await Paying(client, account, "Contoso Locked Declined");
        await client.CardAsync(locked, BadCard);
        var restored = await Paying(client, account, "Contoso Restored");
        await client.CardAsync(restored, BadCard);

        await client.AdvanceAsync(account, "2026-01-15T09:00:00Z");
        var pastDue = await Paying(client, account, "Contoso Past Due Declined");
        await client.CardAsync(pastDue, BadCard);
        var overdue = await client.OrganizationAsync(account, "Contoso Past Due Overdue");
        await client.SignAsync(overdue, "ANNUAL", collection: "SEND_INVOICE");

        await client.AdvanceAsync(account, "2026-01-20T09:00:00Z");
        var noCard = await client.OrganizationAsync(account, "Contoso Locked No Card");
        await client.SignAsync(noCard, trialDays: 14);

        await client.AdvanceAsync(account, "2026-02-16T12:00:00Z");
        await client.AskForSeatsAsync(seasonal, 4, "2026-03-01");
        await client.CardAsync(restored, "pm_card_mastercard");
        var waiting = await Paying(client, account, "Contoso Waiting For 3-D Secure");
        await client.CardAsync(waiting, "pm_card_authenticationRequired");
        await client.BuyAsync(waiting, 3);
    }

    private static async Task<string> Paying(DemoClient client, string account, string name, int? termMonths = null)
    {
        var organization = await client.OrganizationAsync(account, name);
        await client.CardAsync(organization, "pm_card_visa");
        await client.SignAsync(organization, termMonths: termMonths);
        return organization;
    }
}

using System.Text.Json.Nodes;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Seasons;

/// <summary>A season's whole life on a test clock, by the people who live it.</summary>
public sealed class SeasonLifeTests
{
    [Fact]
    public async Task R25_R35_R37_R38_R39_R40_A17_A33_a_seasons_whole_life_with_every_mail_read()
    {
        await using var billing = await BillingProcess.StartAsync();
        using var staff = new GraphQLClient(billing.Address, billing.StaffToken);
        using var product = await PeopleScenario.SignInAsync(billing, "SERVICE", "product");
        var account = await Scenario.AccountAsync(staff, "2025-05-20T09:00:00Z");
        var organization = await Scenario.OrganizationAsync(staff, account);
        await staff.MutateAsync(
            "mutation($organization: ID!) { updateOrganization(input: { organizationId: $organization, timeZone: \"America/New_York\" }) { errors { code message } } }",
            new { organization });
        await Scenario.CardAsync(staff, organization, "pm_card_visa");
        await Scenario.SignAsync(staff, organization);
        var june = await PeopleScenario.SeasonAsync(staff, organization, "June rush", "2025-06-01", "2025-06-30", 3);
        var july = await PeopleScenario.SeasonAsync(staff, organization, "July rush", "2025-07-01", "2025-07-10", 3);
        var ann = (string)(await PeopleScenario.AddAsync(staff, organization, "Ann Agent", "SEASONAL", june, july))["member"]!["id"]!;

        Assert.False((bool)(await PeopleScenario.AccessAsync(product, organization, ann))["allowed"]!);
        Assert.Equal("NO_ACCESS", (string?)(await PeopleScenario.SignInRecordedAsync(product, organization, ann))["errors"]![0]!["code"]);
        await Scenario.AdvanceAsync(staff, account, "2025-05-31T23:59:59.999Z");
        Assert.False((bool)(await PeopleScenario.AccessAsync(product, organization, ann))["allowed"]!);
        await Scenario.AdvanceAsync(staff, account, "2025-06-01T00:00:00Z");
        Assert.True((bool)(await PeopleScenario.AccessAsync(product, organization, ann))["allowed"]!);
        Assert.Equal("ACTIVE", (string?)(await PeopleScenario.SignInRecordedAsync(product, organization, ann))["member"]!["status"]);
        await Scenario.AdvanceAsync(staff, account, "2025-07-01T00:00:00Z");
        Assert.True((bool)(await PeopleScenario.AccessAsync(product, organization, ann))["allowed"]!);
        await Scenario.AdvanceAsync(staff, account, "2025-07-10T23:59:59.999Z");
        Assert.True((bool)(await PeopleScenario.AccessAsync(product, organization, ann))["allowed"]!);
        await Scenario.AdvanceAsync(staff, account, "2025-07-11T00:00:00Z");
        Assert.False((bool)(await PeopleScenario.AccessAsync(product, organization, ann))["allowed"]!);
        Assert.Equal("NO_ACCESS", (string?)(await PeopleScenario.SignInRecordedAsync(product, organization, ann))["errors"]![0]!["code"]);

        var mails = (await PeopleScenario.MailAsync(staff, organization)).Where(mail => (string?)mail["to"]![0] == "ann.agent@acme.example").ToList();
        Assert.Equal(["SEASON_INVITATION", "SEASON_OPENED_FIRST", "SEASON_OPENED", "SEASON_CLOSED"], mails.Select(mail => (string?)mail["template"]));
        Assert.Equal(["2025-05-20T09:00:00Z", "2025-06-01T00:00:00Z", "2025-07-01T00:00:00Z", "2025-07-11T00:00:00Z"], mails.Select(mail => (string?)mail["queuedAt"]));
        Says(mails[0], "Acme Support", "June rush", "July rush", "1 June 2025", "10 July 2025");
        Assert.Equal("Your Kustomer access window is open!", (string?)mails[1]["subject"]);
        Says(mails[1], "/signup", "June rush", "1 July 2025, 00:00 UTC", "30 June 2025, 8 p.m. EDT");
        Says(mails[2], "Log in", "/login", "July rush");
        Assert.DoesNotContain("/signup", (string)mails[2]["text"]!, StringComparison.Ordinal);
        Says(mails[3], "July rush", "has closed");
    }

    [Fact]
    public async Task A31_a_window_that_opened_while_locked_is_told_when_the_card_comes()
    {
        await using var billing = await BillingProcess.StartAsync();
        using var staff = new GraphQLClient(billing.Address, billing.StaffToken);
        var account = await Scenario.AccountAsync(staff, "2025-05-20T09:00:00Z");
        var organization = await Scenario.OrganizationAsync(staff, account);
        await Scenario.CardAsync(staff, organization, "pm_card_visa");
        await Scenario.SignAsync(staff, organization);
        await Scenario.CardAsync(staff, organization, "pm_card_chargeCustomerFail");
        var season = await PeopleScenario.SeasonAsync(staff, organization, "Summer", "2025-06-25", "2025-08-31", 3);
        var ann = (string)(await PeopleScenario.AddAsync(staff, organization, "Ann Agent", "SEASONAL", season))["member"]!["id"]!;
        await Scenario.AdvanceAsync(staff, account, "2025-07-01T00:00:00Z");
        Assert.Equal("BILLING_ONLY", (string?)(await Scenario.BooksAsync(staff, organization))["status"]!["state"]);
        Assert.False((bool)(await PeopleScenario.AccessAsync(staff, organization, ann))["allowed"]!);
        Assert.DoesNotContain(await PeopleScenario.MailAsync(staff, organization), IsOpening);

        await Scenario.CardAsync(staff, organization, "pm_card_mastercard");

        Assert.True((bool)(await PeopleScenario.AccessAsync(staff, organization, ann))["allowed"]!);
        var opening = Assert.Single(await PeopleScenario.MailAsync(staff, organization), IsOpening);
        Assert.Equal("2025-07-01T00:00:00Z", (string?)opening["queuedAt"]);

        static bool IsOpening(JsonObject mail) => (string?)mail["template"] == "SEASON_OPENED_FIRST";
    }

    private static void Says(JsonObject mail, params string[] words)
    {
        foreach (var word in words)
        {
            Assert.Contains(word, (string)mail["text"]!, StringComparison.Ordinal);
            Assert.Contains(word, (string)mail["html"]!, StringComparison.Ordinal);
        }
    }
}

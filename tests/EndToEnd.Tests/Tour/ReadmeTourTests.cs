using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Tour;

/// <summary>Runs exactly the documents that the README asks a newcomer to paste, in its order.</summary>
public sealed partial class ReadmeTourTests
{
    [Fact]
    public async Task The_tour_of_the_readme_goes_as_it_says()
    {
        await using var billing = await BillingProcess.StartAsync();
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        var variables = new Dictionary<string, string>();
        var answers = new Dictionary<string, JsonObject>();
        foreach (var document in Documents().Where(document => !document.StartsWith("subscription", StringComparison.Ordinal)))
        {
            var data = await client.DataAsync(document, variables.Where(variable => document.Contains('$' + variable.Key)).ToDictionary());
            var field = data.First();
            if (field.Value?["errors"] is JsonArray errors) Assert.True(errors.Count == 0, $"{document}\n{errors.ToJsonString()}");
            Learn(field.Value!.AsObject(), variables);
            answers[Name().Match(document).Groups[1].Value] = field.Value.AsObject();
        }

        Assert.Equal("PAID", (string?)answers["Sign"]["invoice"]!["status"]);
        Assert.Equal("$11,627.85", (string?)answers["Sign"]["invoice"]!["total"]!["formatted"]);
        Assert.Equal((string?)answers["PreviewSeats"]["seatPurchasePreview"]!["totalDueToday"]!["formatted"], (string?)answers["BuySeats"]["invoice"]!["total"]!["formatted"]);
        Assert.Equal(15, (int?)answers["BuySeats"]["organization"]!["seats"]!["fullTime"]!["purchased"]);
        Assert.Equal("2026-07-31T20:00:00-04:00", (string?)answers["Season"]["season"]!["local"]!["opensAt"]);
        Assert.False((bool?)answers["SeasonalMember"]["member"]!["access"]!["allowed"]);
        Assert.Equal(["OPEN", "CLOSED"], answers["EndOfAugust"]["events"]!.AsArray().Where(node => (string?)node!["__typename"] == "SeasonChanged").Select(node => (string?)node!["state"]));
        Assert.Contains("SEASON_OPENED_FIRST", answers["AfterAugust"]["mail"]!["nodes"]!.AsArray().Select(node => (string?)node!["template"]));
        Assert.Equal("$100.00", (string?)answers["AfterAugust"]["invoices"]!["nodes"]![0]!["lines"]![0]!["amount"]!["formatted"]);
        Assert.Equal("PAST_DUE", (string?)answers["InGrace"]["status"]!["state"]);
        Assert.Equal("2027-01-18T00:00:00Z", (string?)answers["InGrace"]["status"]!["deadline"]);
        Assert.Equal("PAYMENT_DECLINED", (string?)answers["InGrace"]["mail"]!["nodes"]![0]!["template"]);
        Assert.Equal("BILLING_ONLY", (string?)answers["ThreeDays"]["events"]!.AsArray().Last(node => (string?)node!["__typename"] == "AccountStatusChanged")!["after"]);
        Assert.Equal("ACTIVE", (string?)answers["GoodCard"]["organization"]!["status"]!["state"]);
        Assert.Equal(9, answers["History"]["invoices"]!["nodes"]!.AsArray().Count);
    }

    /// <summary>The live events' too, which are for a socket.</summary>
    internal static IEnumerable<string> Documents() =>
        Blocks().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Select(match => match.Groups[1].Value);

    /// <summary>What a reader would copy into the variables pane.</summary>
    private static void Learn(JsonObject payload, Dictionary<string, string> variables)
    {
        if ((string?)payload["account"]?["id"] is { } account) variables["account"] = account;
        if ((string?)payload["organization"]?["id"] is { } organization) variables["organization"] = organization;
        if ((string?)payload["season"]?["id"] is { } season) variables["season"] = season;
        if ((string?)payload["seatPurchasePreview"]?["token"] is { } token) variables["token"] = token;
    }

    [GeneratedRegex("```graphql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^(?:mutation|query) (\w+)")]
    private static partial Regex Name();
}

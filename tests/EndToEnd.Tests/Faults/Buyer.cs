using System.Text.Json.Nodes;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Faults;

/// <summary>A careful client: every purchase has its key, and is repeated with the same key until there is an answer.</summary>
internal sealed class Buyer(string organization, string name)
{
    private int purchases;
    private (string Key, string Token)? pending;

    public string Organization => organization;

    /// <summary>Numbers of the invoices that were acknowledged as paid.</summary>
    public HashSet<string> Acknowledged { get; } = [];

    public bool IsWaiting => pending is not null;

    /// <summary>Buys a seat, or asks again for the answer to the purchase before.</summary>
    public async Task StepAsync(GraphQLClient client)
    {
        try
        {
            pending ??= ($"{name}-{++purchases}", (string)(await Scenario.PreviewAsync(client, organization, 1))["token"]!);
            var answer = await Scenario.BuyAsync(client, organization, 1, pending.Value.Token, pending.Value.Key);
            if (answer["errors"] is not null) Assert.Contains("UNAVAILABLE", answer.ToJsonString(), StringComparison.Ordinal);
            else Take(answer["data"]!["purchaseSeats"]!.AsObject());
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException or Xunit.Sdk.TrueException)
        {
            // The process is gone, or the answer is: the next try has the same key.
        }
    }

    private void Take(JsonObject payload)
    {
        var code = (string?)payload["errors"]!.AsArray().FirstOrDefault()?["code"];
        if (code == "PAYMENT_PENDING") return;
        Assert.True(code is null or "PREVIEW_STALE" or "PREVIEW_EXPIRED" or "CONFLICT", payload.ToJsonString());
        if (code is null)
        {
            Assert.Equal("PAID", (string?)payload["invoice"]!["status"]);
            Acknowledged.Add((string)payload["invoice"]!["number"]!);
        }

        pending = null;
    }
}

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

    /// <summary>How often no answer came, or UNAVAILABLE.</summary>
    public int Refused { get; private set; }

    public bool IsWaiting => pending is not null;

    /// <summary>Buys a seat, or asks again for the answer to the purchase before.</summary>
    public async Task StepAsync(GraphQLClient client)
    {
        if (pending is null && await AnswerAsync(() => Scenario.PreviewAnswerAsync(client, organization, 1)) is { } preview)
            pending = ($"{name}-{++purchases}", (string)preview["organization"]!["seatPurchasePreview"]!["token"]!);
        if (pending is not { } purchase) return;
        if (await AnswerAsync(() => Scenario.BuyAsync(client, organization, 1, purchase.Token, purchase.Key)) is { } answer) Take(answer["purchaseSeats"]!.AsObject());
    }

    /// <returns>Null where the process is gone, or its answer is, or it cannot tell: the next try has the same key.</returns>
    private async Task<JsonObject?> AnswerAsync(Func<Task<JsonObject>> ask)
    {
        JsonObject answer;
        try
        {
            answer = await ask();
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
        {
            Refused++;
            return null;
        }

        if (answer["errors"] is null) return answer["data"]!.AsObject();
        Assert.Contains("UNAVAILABLE", answer.ToJsonString(), StringComparison.Ordinal);
        Refused++;
        return null;
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

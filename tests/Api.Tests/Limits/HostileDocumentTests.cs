using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;

namespace Billing.Api.Tests.Limits;

/// <summary>A thousand documents made to be expensive, against the real schema. What refusing them costs is measured by the bench of the gateway.</summary>
public sealed class HostileDocumentTests
{
    private const int Documents = 1_000;

    [Fact]
    public async Task A_thousand_hostile_documents_are_refused_with_a_code_and_a_message()
    {
        var world = new BillingWorld();
        await using var gateway = await world.StartAsync();
        var wrong = new List<string>();
        for (var seed = 0; seed < Documents; seed++)
        {
            var document = HostileDocument.Of(seed);
            var answer = await gateway.AskAsync(document);
            var isRefused = !answer.TryGetProperty("data", out _) && answer.FirstCode() is "TOO_COMPLEX" or "BAD_USER_INPUT" && answer.FirstMessage() is { Length: > 5 and < 1_000 };
            if (!isRefused) wrong.Add($"kind {seed % HostileDocument.KindCount}, seed {seed}: {answer} of {document[..Math.Min(document.Length, 200)]}");
            if (answer.GetProperty("errors").GetArrayLength() > 5) wrong.Add($"seed {seed}: too many errors");
        }
        Assert.Empty(wrong.Take(5));
        Assert.Empty(world.ReadModel.Asked);
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }
}

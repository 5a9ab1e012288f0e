using System.Globalization;
using System.Text.Json;

namespace Billing.StripeSimulator.Faults;

internal enum FaultKind
{
    None,
    TimeoutBeforeEffect,
    TimeoutAfterEffect,
    HangBeforeEffect,
    HangAfterEffect,
    ServerError,
    TooManyRequests,
    Delay,
}

/// <summary>What goes wrong with the next calls.</summary>
/// <param name="Name">As it was asked for: <c>delay_ms:250</c>.</param>
/// <param name="Path">The beginning of the paths concerned; <c>*</c> stands for one part: <c>/v1/payment_intents/*/confirm</c>.
/// Null: every path.</param>
/// <param name="Method"><c>GET</c> or <c>POST</c>; null: both.</param>
/// <param name="IsAfterEffect">For a server error: the call is executed, and 500 answered all the same.</param>
internal sealed record Fault(
    FaultKind Kind, string Name, TimeSpan Delay = default, string? Path = null, string? Method = null, bool IsAfterEffect = false)
{
    private const int MaximumDelayMilliseconds = 600_000;

    public static readonly Fault None = new(FaultKind.None, "none");

    /// <returns>Null when the body names no known kind.</returns>
    public static Fault? Parse(JsonElement body)
    {
        var name = Text(body, "kind") ?? "";
        var delay = TimeSpan.Zero;
        var kind = name switch
        {
            "timeout_before_effect" => FaultKind.TimeoutBeforeEffect,
            "timeout_after_effect" => FaultKind.TimeoutAfterEffect,
            "hang_before_effect" => FaultKind.HangBeforeEffect,
            "hang_after_effect" => FaultKind.HangAfterEffect,
            "http_500" => FaultKind.ServerError,
            "http_429" => FaultKind.TooManyRequests,
            _ when IsDelay(name, out delay) => FaultKind.Delay,
            _ => FaultKind.None,
        };
        var after = body.TryGetProperty("after_effect", out var flag) || body.TryGetProperty("afterEffect", out flag);
        return kind == FaultKind.None ? null
            : new(kind, name, delay, Text(body, "path"), Text(body, "method")?.ToUpperInvariant(), after && flag.ValueKind == JsonValueKind.True);
    }

    public bool Concerns(string method, string path)
    {
        if (Method is not null && Method != method)
        {
            return false;
        }

        if (Path is null || !Path.Contains('*', StringComparison.Ordinal))
        {
            return Path is null || path.StartsWith(Path, StringComparison.Ordinal);
        }

        var (wanted, parts) = (Path.Split('/'), path.Split('/'));
        return wanted.Length <= parts.Length && wanted.Zip(parts).All(pair => pair.First == "*" || pair.First == pair.Second);
    }

    private static bool IsDelay(string name, out TimeSpan delay)
    {
        const string Prefix = "delay_ms:";
        var known = name.StartsWith(Prefix, StringComparison.Ordinal);
        var milliseconds = 0;
        known = known && int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out milliseconds)
            && milliseconds <= MaximumDelayMilliseconds;
        delay = TimeSpan.FromMilliseconds(milliseconds);
        return known;
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

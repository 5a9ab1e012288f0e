using System.Text.RegularExpressions;

namespace Billing.Grains.Payments;

/// <summary>What may pass between us and Stripe's text: ids that are ids, codes that are codes, messages without secrets (D11).</summary>
internal static partial class StripeText
{
    private const int LongestMessage = 300;

    /// <summary>True for what can be an id of Stripe's. Others never get into an address: an empty one would list, a dotted one would
    /// lead elsewhere.</summary>
    public static bool IsId(string? text) => text is not null && IdPattern().IsMatch(text);

    /// <summary>A code of Stripe's, or null when the text is none: codes are logged, sentences are not.</summary>
    public static string? CodeOrNull(string? text) => text is not null && CodePattern().IsMatch(text) ? text : null;

    /// <summary>A message for staff: keys, client secrets, payment methods and addresses blacked out.</summary>
    public static string? Redact(string? message)
    {
        if (message is null)
            return null;

        var redacted = SecretPattern().Replace(message, "[redacted]");
        return redacted.Length <= LongestMessage ? redacted : redacted[..LongestMessage];
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_]{1,255}\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\A[a-z0-9_]{1,64}\z")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"\b(?:sk|rk|pk|whsec|pm|card|src|tok|ba)_[\w*]+|\w+_secret_\w+|\S+@\S+", RegexOptions.NonBacktracking)]
    private static partial Regex SecretPattern();
}

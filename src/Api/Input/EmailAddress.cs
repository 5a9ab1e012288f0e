using System.Buffers;

namespace Billing.Api.Input;

/// <summary>An address as mail servers anywhere take it: <c>local@domain</c>, no quotes, comments, display names or address literals.</summary>
internal static class EmailAddress
{
    private const int Longest = 254;
    private const int LongestLocal = 64;
    private const int LongestLabel = 63;
    private static readonly SearchValues<char> Local =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~.");
    private static readonly SearchValues<char> Label = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>A domain in another script is written as its name server knows it: <c>xn--…</c>.</summary>
    public static bool IsGood(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        return at > 0 && text.Length <= Longest && IsLocal(text[..at]) && IsDomain(text[(at + 1)..]);
    }

    private static bool IsLocal(ReadOnlySpan<char> local) =>
        local.Length <= LongestLocal && !local.ContainsAnyExcept(Local) && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal);

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        var labels = 0;
        var last = default(Range);
        foreach (var range in domain.Split('.'))
        {
            labels++;
            last = range;
            if (!IsLabel(domain[range]))
            {
                return false;
            }
        }
        return labels >= 2 && domain[last].ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsLabel(ReadOnlySpan<char> label) =>
        label.Length is >= 1 and <= LongestLabel && !label.ContainsAnyExcept(Label) && label[0] != '-' && label[^1] != '-';
}

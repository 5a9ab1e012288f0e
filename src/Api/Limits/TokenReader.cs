using System.Buffers;

namespace Billing.Api.Limits;

/// <summary>Reads a document's tokens and what lies between them, without building any. Malformed text is read as it comes: the parser refuses it later.</summary>
internal ref struct TokenReader(ReadOnlySpan<char> document)
{
    private static readonly SearchValues<char> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly SearchValues<char> Number = SearchValues.Create("0123456789.eE+-");

    private ReadOnlySpan<char> rest = document;

    /// <summary>A token, or a character or comment that the language ignores.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    public bool IsToken { get; private set; }

    public bool MoveNext()
    {
        if (rest.IsEmpty) return false;
        var length = LengthOf(rest, out var isToken);
        IsToken = isToken;
        Current = rest[..length];
        rest = rest[length..];
        return true;
    }

    private static int LengthOf(ReadOnlySpan<char> rest, out bool isToken)
    {
        var first = rest[0];
        isToken = true;
        if (first is ' ' or '\t' or '\r' or '\n' or ',' or '\uFEFF')
        {
            isToken = false;
            return 1;
        }
        if (first == '#')
        {
            isToken = false;
            return LengthUntil(rest, rest.IndexOfAny('\r', '\n'));
        }
        if (char.IsAsciiLetter(first) || first == '_')
        {
            return LengthUntil(rest, rest.IndexOfAnyExcept(Word));
        }
        if (char.IsAsciiDigit(first) || first == '-')
        {
            return 1 + LengthUntil(rest[1..], rest[1..].IndexOfAnyExcept(Number));
        }
        return first switch
        {
            '"' when rest.StartsWith("\"\"\"") => BlockString(rest),
            '"' => QuotedString(rest),
            '.' when rest.StartsWith("...") => 3,
            _ => 1,
        };
    }

    private static int LengthUntil(ReadOnlySpan<char> rest, int end) => end < 0 ? rest.Length : end;

    private static int BlockString(ReadOnlySpan<char> rest)
    {
        for (var at = 3; at < rest.Length; at++)
        {
            if (rest[at..].StartsWith("\\\"\"\""))
            {
                at += 3;
            }
            else if (rest[at..].StartsWith("\"\"\""))
            {
                return at + 3;
            }
        }
        return rest.Length;
    }

    private static int QuotedString(ReadOnlySpan<char> rest)
    {
        for (var at = 1; at < rest.Length; at++)
        {
            switch (rest[at])
            {
                case '\\':
                    at++;
                    break;
                case '"':
                    return at + 1;
                case '\n' or '\r':
                    return at;
            }
        }
        return rest.Length;
    }
}

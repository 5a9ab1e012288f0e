namespace Billing.Api.Limits;

/// <summary>Counts a document's tokens without building any: what is too long is refused before the parser sees it.</summary>
internal static class TokenCount
{
    /// <summary>True where the document has more tokens than allowed. Stops counting there. Malformed text is counted as it comes: the parser refuses it later.</summary>
    public static bool Exceeds(ReadOnlySpan<char> document, int allowed)
    {
        var count = 0;
        var at = 0;
        while (at < document.Length)
        {
            var length = Next(document[at..], out var isToken);
            if (isToken && ++count > allowed)
            {
                return true;
            }
            at += length;
        }
        return false;
    }

    private static int Next(ReadOnlySpan<char> rest, out bool isToken)
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

    private static readonly System.Buffers.SearchValues<char> Word =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly System.Buffers.SearchValues<char> Number = System.Buffers.SearchValues.Create("0123456789.eE+-");
}

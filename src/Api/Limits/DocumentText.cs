using System.Text;

namespace Billing.Api.Limits;

/// <summary>A document's text, as the parser may have it. The library pads the column of a syntax error one character at a time and counts the lines before
/// each error anew, so that a long line or much empty text would cost seconds: such a text is handed on with short lines and without what the language
/// ignores. It means the same, but its errors are told without their places.</summary>
/// <param name="KeepsPlaces">The text is the client's own, character by character.</param>
internal readonly record struct DocumentText(string Text, bool KeepsPlaces)
{
    /// <summary>From here on a text is long.</summary>
    private const int LongText = 16_384;

    private const int LongLine = 1_000;

    /// <exception cref="TooComplexException">It has more tokens or characters in tokens than a document may have.</exception>
    public static DocumentText Of(string text, GatewayLimits limits)
    {
        Check(text, limits);
        return text.Length <= LongText && !HasLongLine(text) ? new(text, true) : new(Shortened(text), false);
    }

    private static void Check(string text, GatewayLimits limits)
    {
        var reader = new TokenReader(text);
        var (tokens, characters) = (0, 0);
        while (reader.MoveNext())
        {
            if (!reader.IsToken) continue;
            characters += reader.Current.Length;
            Refuse(++tokens > limits.Tokens, $"A document may have at most {limits.Tokens} tokens.");
            Refuse(reader.Current.Length > limits.TokenCharacters, $"A name or value in a document may have at most {limits.TokenCharacters} characters: send it in a variable.");
            Refuse(characters > limits.DocumentCharacters, $"A document's names and values may have at most {limits.DocumentCharacters} characters together: send values in variables.");
        }
    }

    private static bool HasLongLine(ReadOnlySpan<char> text)
    {
        foreach (var line in text.EnumerateLines())
        {
            if (line.Length > LongLine) return true;
        }
        return false;
    }

    private static string Shortened(string text)
    {
        var shortened = new StringBuilder();
        var reader = new TokenReader(text);
        var (column, isApart) = (0, false);
        while (reader.MoveNext())
        {
            if (!reader.IsToken)
            {
                isApart = true;
                continue;
            }
            if (column > LongLine) (column, isApart) = (StartLine(shortened), false);
            if (isApart) shortened.Append(' ');     // what stood together stays together: 1a is no number and a name
            shortened.Append(reader.Current);
            column += reader.Current.Length + 1;
            isApart = false;
        }
        return shortened.ToString();
    }

    private static int StartLine(StringBuilder text)
    {
        text.Append('\n');
        return 0;
    }

    private static void Refuse(bool tooMuch, string message)
    {
        if (tooMuch) throw new Errors.TooComplexException(message);
    }
}

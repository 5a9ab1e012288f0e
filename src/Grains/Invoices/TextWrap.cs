namespace Billing.Grains.Invoices;

/// <summary>Breaks text into lines that fit: between words, and within a word only where it is too long for a line.</summary>
internal static class TextWrap
{
    /// <param name="width">In points.</param>
    /// <returns>One line at least.</returns>
    public static IReadOnlyList<string> Lines(string text, TextStyle style, double width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, style, width)))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length == 0 || style.Width(longer) <= width)
            {
                line = longer;
                continue;
            }

            lines.Add(line);
            line = word;
        }

        lines.Add(line);
        return lines;
    }

    private static IEnumerable<string> Pieces(string word, TextStyle style, double width)
    {
        while (style.Width(word) > width)
        {
            var length = 1;
            var used = style.Width(word[..1]);
            while (length < word.Length && (used += style.Width(word[length..(length + 1)])) <= width) length++;
            yield return word[..length];
            word = word[length..];
            if (word.Length == 0) yield break;
        }

        yield return word;
    }
}

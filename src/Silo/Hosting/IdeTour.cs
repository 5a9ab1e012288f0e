using System.Globalization;
using System.Text.RegularExpressions;

namespace Billing.Silo.Hosting;

/// <summary>One document of the tour, ready to be run in the IDE.</summary>
/// <param name="Variables">Those that it declares, each of which the IDE takes from its environment.</param>
internal sealed record TourDocument(string Name, string Query, IReadOnlyList<string> Variables);

/// <summary>The README's GraphQL documents, in its order: it is their one home, and a test runs them as they stand there.</summary>
internal static partial class IdeTour
{
    public static IReadOnlyList<TourDocument> Of(string readme) => [.. Blocks().Matches(readme.ReplaceLineEndings("\n")).Select((match, index) => Document(match.Groups[1].Value, index + 1))];

    private static TourDocument Document(string query, int number)
    {
        var head = Head().Match(query);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{number:D2} {head.Groups["name"].Value}"), query,
            [.. Variable().Matches(head.Groups["variables"].Value).Select(variable => variable.Groups[1].Value)]);
    }

    [GeneratedRegex("```graphql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^\w+ (?<name>\w+)(\((?<variables>[^)]*)\))?")]
    private static partial Regex Head();

    [GeneratedRegex(@"\$(\w+):")]
    private static partial Regex Variable();
}

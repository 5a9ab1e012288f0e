using System.Globalization;
using System.Text.RegularExpressions;

namespace Billing.Domain.Tests.Architecture;

/// <summary>docs/rules.md says which tests prove which rule: both must exist.</summary>
public partial class RuleBookTests
{
    /// <summary>Every rule there is.</summary>
    private static readonly string[] Ranges = ["R1-79", "A1-68", "P1-16", "M1-19"];

    private static readonly string Root = FindRoot();

    [Fact]
    public void Every_test_that_the_rule_book_names_exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin"));
        var tests = sources.SelectMany(file => TestMethod().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();
        Assert.DoesNotContain(Rows().SelectMany(row => row.Tests), test => !tests.Contains(test));
    }

    [Fact]
    public void Every_rule_has_a_test()
    {
        var proved = Rows().Where(row => row.Tests.Count > 0).Select(row => row.Rule).ToHashSet();
        Assert.DoesNotContain(Ranges.SelectMany(Rules), rule => !proved.Contains(rule));
    }

    [Fact]
    public void Every_rule_has_one_row() => Assert.Equal(Rows().Select(row => row.Rule).Distinct(), Rows().Select(row => row.Rule));

    private static List<Row> Rows() => [.. File.ReadLines(Path.Combine(Root, "docs", "rules.md")).Select(line => RuleRow().Match(line)).Where(match => match.Success)
        .Select(match => new Row(
            match.Groups[1].Value, [.. TestName().Matches(match.Groups[2].Value).Select(test => test.Groups[1].Value)]))];

    private static IEnumerable<string> Rules(string range)
    {
        var ends = range[1..].Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range(ends[0], ends[1] - ends[0] + 1).Select(number => $"{range[0]}{number}");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Billing.Orleans.sln"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("Billing.Orleans.sln");
        return folder.FullName;
    }

    [GeneratedRegex(@"public (?:async )?(?:void|Task) (\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"^\| ([RAPM]\d+) \|[^|]*\|(.*)\|$")]
    private static partial Regex RuleRow();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex TestName();

    private sealed record Row(string Rule, List<string> Tests);
}

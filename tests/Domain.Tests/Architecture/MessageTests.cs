using System.Text.RegularExpressions;

namespace Billing.Domain.Tests.Architecture;

/// <summary>Messages are for people: rules are cited in comments, never in what a customer reads.</summary>
public partial class MessageTests
{
    [Fact]
    public void No_text_that_the_program_says_cites_a_rule()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Billing.Orleans.sln"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("Billing.Orleans.sln");
        var lines = Directory.EnumerateFiles(Path.Combine(folder.FullName, "src", "Domain"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .SelectMany(File.ReadLines).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => Citation().IsMatch(line));
    }

    [GeneratedRegex(@"""[^""]*\([RAPMDF]\d+\)[^""]*""")]
    private static partial Regex Citation();
}

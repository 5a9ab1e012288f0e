using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Browser;

public sealed class IdeTests
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>Set to a folder, the test leaves its pictures there, to be looked at.</summary>
    private const string Pictures = "BILLING_PICTURES";

    [Fact]
    public async Task The_IDE_works_in_a_browser_that_can_reach_nothing_else()
    {
        var chromium = Chromium();
        await using var billing = await BillingProcess.StartAsync();
        await NodeClient.PassAsync("browser/ide.test.js", new Dictionary<string, string>(NodeClient.Of(billing))
        {
            ["BILLING_CHROMIUM"] = chromium,
            [Pictures] = Environment.GetEnvironmentVariable(Pictures) ?? "",
        });
    }

    /// <summary>Skips, or in CI fails, where there is none.</summary>
    private static string Chromium()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists) is { } found) return found;
        const string Reason = "No Chromium or Chrome is here: install one.";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(Reason);
        Assert.Skip(Reason);
        return "";
    }
}

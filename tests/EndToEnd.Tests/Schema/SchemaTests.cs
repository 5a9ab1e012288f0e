using System.Diagnostics;
using System.Text.Json;
using Billing.EndToEnd.Tests.Running;
using Billing.EndToEnd.Tests.Tour;

namespace Billing.EndToEnd.Tests.Schema;

/// <summary>The schema as the tools of those who use it see it.</summary>
public sealed class SchemaTests : IDisposable
{
    private static readonly string Committed = Path.Combine(Repository.Root, "schema", "billing.graphql");
    private static readonly string Meant = Path.Combine(Repository.Root, "schema", "breaking-changes.txt");
    private readonly string folder = Directory.CreateTempSubdirectory("billing-schema-").FullName;

    [Fact]
    public async Task Introspection_tells_the_committed_schema_whole()
    {
        await using var billing = await BillingProcess.StartAsync();
        await NodeClient.PassAsync("schema/introspection.test.js", new Dictionary<string, string>(NodeClient.Of(billing)) { ["BILLING_SCHEMA"] = Committed });
    }

    [Fact]
    public Task Types_that_code_generators_make_of_it_compile() => NodeClient.PassAsync("schema/types.test.js", new Dictionary<string, string>
    {
        ["BILLING_SCHEMA"] = Committed,
        ["BILLING_DOCUMENTS"] = JsonSerializer.Serialize(ReadmeTourTests.Documents()),
    });

    [Fact]
    public async Task It_takes_nothing_away_from_those_who_use_the_last_committed_one()
    {
        var last = Path.Combine(folder, "last.graphql");
        if (await LastAsync() is not { } text)
        {
            Assert.Skip("There is no history to compare with.");
            return;
        }

        await File.WriteAllTextAsync(last, text, TestContext.Current.CancellationToken);
        var (status, output) = await NodeClient.RunScriptAsync("schema/changes.js", last, Committed, Meant);
        Assert.True(status == 0, output);
    }

    [Theory]
    [InlineData("  additionalSeats: Int!\n", "  addedSeats: Int!\n", "additionalSeats")]
    [InlineData("type Viewer {", "type Viewer {\n  \"New.\"\n  birthday: Date\n", null)]
    [InlineData("input AddressInput {", "input AddressInput {\n  \"New.\"\n  planet: String!\n", "AddressInput.planet")]
    public async Task What_takes_something_away_is_found_and_what_adds_is_let_pass(string old, string changed, string? broken)
    {
        var (before, after) = (await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken), Path.Combine(folder, "after.graphql"));
        Assert.Contains(old, before, StringComparison.Ordinal);
        await File.WriteAllTextAsync(after, before.Replace(old, changed, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var (status, output) = await NodeClient.RunScriptAsync("schema/changes.js", Committed, after, Meant);
        Assert.Equal(broken is null ? 0 : 1, status);
        Assert.Contains(broken ?? "0 of them breaking", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<string?> LastAsync()
    {
        var start = new ProcessStartInfo("git", ["show", "HEAD:schema/billing.graphql"]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var git = Process.Start(start)!;
            var text = await git.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await git.WaitForExitAsync(TestContext.Current.CancellationToken);
            return git.ExitCode == 0 ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;    // no git here
        }
    }
}

using System.Data.Common;
using Billing.EndToEnd.Tests.Running;
using Microsoft.Data.Sqlite;

namespace Billing.EndToEnd.Tests.CommandLine;

public sealed class SqliteArchiveTests : ArchiveTests
{
    protected override string[] Settings => [];

    protected override string Refusal => "Another process uses the data directory";

    [Theory, InlineData("verify", "--without-provider"), InlineData("rebuild", ""), InlineData("export", "--account=acc_1")]
    public async Task A_directory_without_a_database_is_named_and_not_made(string verb, string option)
    {
        var nowhere = Path.Combine(DataDirectory, "mistyped");
        var (status, output, error) = await BillingProcess.RunAsync(nowhere, "Development", [verb, .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((2, ""), (status, output));
        Assert.Contains("there is no billing.db in", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(nowhere));
    }

    /// <summary>Nothing of SQLite's is asynchronous, so nobody listens to signals in between: the verb waits for a reader who does not come.</summary>
    [Fact]
    public async Task A_verb_can_be_ended_in_the_midst_of_it()
    {
        await StopAsync();
        await ExecuteAsync("""UPDATE event SET payload = '"' || hex(zeroblob(500000)) || '"' WHERE stream LIKE 'org%'""");
        Assert.Equal(128 + 15, await BillingProcess.EndInTheMidstAsync(DataDirectory, "export", "--account", Account));
    }

    [Fact]
    public async Task A_file_that_is_damaged_is_status_2()
    {
        await StopAsync();
        foreach (var file in Directory.GetFiles(DataDirectory, "billing.db-*")) File.Delete(file);
        await using (var file = File.OpenWrite(Path.Combine(DataDirectory, "billing.db")))
        {
            // All pages but the first, whose header says that it is a database.
            file.Position = 4096;
            await file.WriteAsync(new byte[file.Length - 4096], TestContext.Current.CancellationToken);
        }

        var (status, output, error) = await RunAsync("verify", "--without-provider");
        Assert.True((status, output) == (2, ""), output + error);
        Assert.DoesNotContain("Unhandled", error, StringComparison.Ordinal);
    }

    protected override DbConnection Connect() =>
        new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(DataDirectory, "billing.db"), Pooling = false }.ToString());

    protected override async Task<string[]> BackUpAndRestoreAsync(string folder)
    {
        var (status, _, error) = await BillingProcess.RunAsync(DataDirectory, "Development", "backup", "--to", folder);
        Assert.True(status == 0, error);
        return [];
    }
}

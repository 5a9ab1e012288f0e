using System.Data.Common;
using Billing.EndToEnd.Tests.Running;
using Billing.Grains.Tests.Journal.PostgreSql;
using Npgsql;

namespace Billing.EndToEnd.Tests.CommandLine;

public sealed class PostgreSqlArchiveTests : ArchiveTests
{
    private PostgreSqlServer server = null!;

    protected override string[] Settings => SettingsOf(server.ConnectionString);

    protected override string Refusal => "stop every silo first";

    protected override async Task PrepareAsync() => server = await PostgreSqlServer.StartedAsync();

    protected override ValueTask CleanAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>A service whose connections were cut takes the lock again, though it has nothing to write; and none starts while a rebuild has it.</summary>
    protected override async Task BesideAsync()
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await AskAsync("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        await Patience.UntilAsync(async () => await AskAsync("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") > 0);
        await RebuildIsRefusedAsync();

        await StopAsync();
        await AskAsync($"SELECT 1 FROM pg_advisory_lock({0x42494C4C494E48})");
        var (status, _, error) = await RunAsync("serve", "--urls", "http://127.0.0.1:0", "--Simulator:Url=http://127.0.0.1:0");
        Assert.True(status == 2, error);
        Assert.Contains("The read model is being rebuilt", error, StringComparison.Ordinal);

        async Task<long> AskAsync(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    protected override DbConnection Connect() => new NpgsqlConnection(server.ConnectionString + ";Pooling=false");

    protected override async Task<string[]> BackUpAndRestoreAsync(string folder)
    {
        var empty = await server.CreateDatabaseAsync();
        var dump = Path.Combine(Path.GetTempPath(), $"billing-{Guid.NewGuid():N}.dump");
        try
        {
            PostgreSqlServer.RunTool("pg_dump", "--format=custom", "--file=" + dump, "--dbname=" + Uri(server.ConnectionString));
            PostgreSqlServer.RunTool("pg_restore", "--dbname=" + Uri(empty), "--no-owner", dump);
        }
        finally
        {
            File.Delete(dump);
        }

        return SettingsOf(empty);
    }

    private static string[] SettingsOf(string connectionString) => ["--Billing:Database=PostgreSql", "--ConnectionStrings:Billing=" + connectionString];

    private static string Uri(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgresql://{settings.Username}@{settings.Host}:{settings.Port}/{settings.Database}";
    }
}

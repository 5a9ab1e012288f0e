using Billing.Grains.Migrations;
using Billing.Grains.Tests.Journal.PostgreSql;
using Npgsql;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace Billing.Grains.Tests.Journal.PostgreSql;

/// <summary>One server for all tests that only need a database; it starts with the first of them. Tests that break a server have their own.</summary>
public sealed class SharedServer : IAsyncDisposable
{
    private readonly Lazy<Task<PostgreSqlServer>> server = new(() => PostgreSqlServer.StartedAsync());
    private readonly Lazy<Task<string>> template;

    public SharedServer() => template = new(MigrateTemplateAsync);

    /// <summary>A migrated database of a test's own, and how it is dropped.</summary>
    public async Task<(string ConnectionString, Func<Task> Drop)> DatabaseAsync()
    {
        var migrated = await template.Value;
        var running = await server.Value;
        var own = await running.CreateDatabaseAsync(migrated);
        return (own, () => running.DropDatabaseAsync(own));
    }

    /// <summary>One without anything in it.</summary>
    public async Task<string> EmptyDatabaseAsync() => await (await server.Value).CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated && server.Value.IsCompletedSuccessfully) await (await server.Value).DisposeAsync();
    }

    /// <summary>The values made once for each database are not copied with it.</summary>
    private async Task<string> MigrateTemplateAsync()
    {
        var connectionString = await (await server.Value).CreateDatabaseAsync();
        await PostgreSqlMigrations.ApplyAsync(connectionString, TimeSpan.Zero, TimeProvider.System);
        await using (var connection = new NpgsqlConnection(connectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("DELETE FROM setting", connection);
            await command.ExecuteNonQueryAsync();
        }

        NpgsqlConnection.ClearAllPools();
        return new NpgsqlConnectionStringBuilder(connectionString).Database!;
    }
}

using System.Net;
using System.Net.Sockets;
using Billing.Grains.Journal.PostgreSql;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Migrations;

namespace Billing.Grains.Tests.Journal.PostgreSql;

public sealed class PostgreSqlMigrationsTests(SharedServer server)
{
    private static readonly string[] Scripts =
        ["PostgreSql/Billing/0001_journal.sql", "PostgreSql/Billing/0002_read_model.sql", "PostgreSql/Orleans/0001_orleans.sql"];

    [Fact]
    public async Task Scripts_run_once_in_order_of_their_names_though_several_processes_start_at_once()
    {
        var database = await server.EmptyDatabaseAsync();
        var starts = Enumerable.Range(0, 4).Select(_ => Task.Run(() => PostgreSqlMigrations.ApplyAsync(database, TimeSpan.Zero, TimeProvider.System))).ToList();
        var applied = await Task.WhenAll(starts);

        Assert.Equal(Scripts, Assert.Single(applied, scripts => scripts.Count > 0));
        Assert.Empty(await PostgreSqlMigrations.ApplyAsync(database, TimeSpan.Zero, TimeProvider.System));
        using var opened = new PostgreSqlDatabase(database);
        Assert.Matches("^[a-z0-9]{12}$", DeploymentSettings.Load(opened).DeploymentId);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named_with_its_setting()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var failure = await Assert.ThrowsAsync<DatabaseUnreachableException>(() =>
            PostgreSqlMigrations.ApplyAsync($"Host=127.0.0.1;Port={port};Username=billing;Database=billing", TimeSpan.Zero, TimeProvider.System));
        Assert.StartsWith($"ConnectionStrings:Billing: PostgreSQL billing at 127.0.0.1:{port} cannot be used", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_databases_clock_is_read()
    {
        var database = await server.EmptyDatabaseAsync();
        using var opened = new PostgreSqlDatabase(database);
        var difference = NodaTime.SystemClock.Instance.GetCurrentInstant() - await opened.NowAsync();
        Assert.InRange(difference.TotalMinutes, -1, 1);
    }
}

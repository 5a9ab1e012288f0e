using Billing.Grains.Journal.Sqlite;
using Billing.Silo.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Xunit;

namespace Billing.Grains.Tests.Journal.Sqlite;

/// <summary>The queries that Orleans asks the database for, under a real silo.</summary>
public sealed class OrleansTablesTests : IAsyncDisposable
{
    private readonly SqliteStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silo_keeps_snapshots_and_reminders_across_a_restart()
    {
        using (var host = await StartAsync())
        {
            var grain = Grain(host);
            Assert.Null(await grain.ReadAsync());
            await grain.WriteAsync("first");
            await grain.WriteAsync("second");
            await grain.RemindAsync("due");
            await grain.RemindAsync("due");
            await host.StopAsync(Cancellation);
        }
        using (var host = await StartAsync())
        {
            var grain = Grain(host);
            Assert.Equal("second", await grain.ReadAsync());
            Assert.Equal(["due"], await grain.RemindersAsync());
            await grain.ForgetAsync("due");
            Assert.Empty(await grain.RemindersAsync());
            await grain.ClearAsync();
            Assert.Null(await grain.ReadAsync());
            await grain.WriteAsync("third");
            await host.StopAsync(Cancellation);
        }
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        return _store.DisposeAsync();
    }

    private static ISnapshotTestGrain Grain(IHost host) => host.Services.GetRequiredService<IGrainFactory>().GetGrain<ISnapshotTestGrain>("org_1");

    private async Task<IHost> StartAsync()
    {
        OrleansTables.Register();
        var connectionString = OrleansTables.ConnectionString(_store.Directory);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort.Find(), FreePort.Find(), serviceId: "billing", clusterId: "billing")
            .AddAdoNetGrainStorage("snapshots", options => (options.Invariant, options.ConnectionString) = (OrleansTables.Invariant, connectionString))
            .UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (OrleansTables.Invariant, connectionString)));
        var host = builder.Build();
        await host.StartAsync(Cancellation);
        return host;
    }
}

public interface ISnapshotTestGrain : IGrainWithStringKey
{
    Task<string?> ReadAsync();

    Task WriteAsync(string text);

    Task ClearAsync();

    Task RemindAsync(string name);

    Task ForgetAsync(string name);

    Task<IReadOnlyList<string>> RemindersAsync();
}

public sealed class SnapshotTestGrain([PersistentState("snapshot", "snapshots")] IPersistentState<TextState> state)
    : Grain, ISnapshotTestGrain, IRemindable
{
    public Task<string?> ReadAsync() => Task.FromResult(state.State.Text);

    public Task WriteAsync(string text)
    {
        state.State = new() { Text = text };
        return state.WriteStateAsync();
    }

    public Task ClearAsync() => state.ClearStateAsync();

    public Task RemindAsync(string name) => this.RegisterOrUpdateReminder(name, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));

    public async Task ForgetAsync(string name) =>
        await this.UnregisterReminder(await this.GetReminder(name) ?? throw new InvalidOperationException($"No reminder {name}."));

    public async Task<IReadOnlyList<string>> RemindersAsync() => [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName)];

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;
}

[GenerateSerializer]
public sealed class TextState
{
    [Id(0)]
    public string? Text { get; set; }
}

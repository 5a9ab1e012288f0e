using Billing.Contracts.ReadModel;
using Billing.Domain.Organizations;
using Billing.Grains;
using Billing.Grains.Journal;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Journal.Sqlite;
using Billing.Grains.Maintenance;
using Billing.Grains.Organizations;
using Billing.Grains.Payments;
using Billing.Silo.Configuration;
using Billing.Silo.Hosting;
using NodaTime;

namespace Billing.Silo.CommandLine;

/// <summary>The database without a service on it: for the verbs that read or mend what is stored. A SQLite directory is theirs alone meanwhile.</summary>
internal sealed class Archive : IAsyncDisposable
{
    private readonly Store store;
    private readonly ServiceProvider services;

    private Archive(SiloConfiguration configuration, Store store, ServiceProvider services)
    {
        Configuration = configuration;
        this.store = store;
        this.services = services;
    }

    public SiloConfiguration Configuration { get; }

    public string Place => store.Place;

    public SqlDatabase Database => services.GetRequiredService<SqlDatabase>();

    public IJournal Journal => services.GetRequiredService<IJournal>();

    public IDeploymentSettings Deployment => services.GetRequiredService<IDeploymentSettings>();

    public Replay Replay => new(Journal, services.GetRequiredService<IMailText>(), SystemClock.Instance);

    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public static async Task<Archive> OpenAsync(string[] arguments)
    {
        var configuration = Builders.Configuration(arguments);
        RequireDatabase(configuration);
        var store = Store.Open(configuration);
        try
        {
            await store.MigrateAsync();
            var collection = new ServiceCollection();
            collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
            store.AddTo(collection);
            // What is rendered and replayed needs no payment provider; the verbs that ask one bring it.
            collection.AddBillingGrains(
                configuration.DataDirectory, configuration.ReadCatalog(), new BillingPolicy(configuration.InvoiceDueDays), new StripeOptions { ApiKey = "none" }, configuration.Mail, configuration.Smtp);
            return new(configuration, store, collection.BuildServiceProvider());
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>A directory that was mistyped is not made, and not found sound.</summary>
    /// <exception cref="ConfigurationException">There is no SQLite database in the data directory.</exception>
    public static void RequireDatabase(SiloConfiguration configuration)
    {
        if (configuration.Cluster.Database == DatabaseKind.Sqlite && !File.Exists(Path.Combine(configuration.DataDirectory, SqliteDatabase.FileName)))
            throw new ConfigurationException($"Billing:DataDirectory: there is no {SqliteDatabase.FileName} in {configuration.DataDirectory}.");
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        store.Dispose();
    }
}

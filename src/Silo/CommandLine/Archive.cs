using Billing.Contracts.ReadModel;
using Billing.Domain.Organizations;
using Billing.Grains;
using Billing.Grains.Journal;
using Billing.Grains.Journal.PostgreSql;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Journal.Sqlite;
using Billing.Grains.Maintenance;
using Billing.Grains.Migrations;
using Billing.Grains.Organizations;
using Billing.Grains.Payments;
using Billing.Silo.Configuration;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Billing.Silo.CommandLine;

/// <summary>The database for the verbs that read or mend what is stored. It must be of this program's version: none of them migrates it by the way.</summary>
internal sealed class Archive : IAsyncDisposable
{
    /// <summary>SQLITE_READONLY, SQLITE_CANTOPEN.</summary>
    private const int SqliteReadOnly = 8;
    private const int SqliteCannotOpen = 14;

    private readonly DataDirectoryLock? directory;
    private readonly ServiceProvider services;

    private Archive(SiloConfiguration configuration, DataDirectoryLock? directory, ServiceProvider services)
    {
        Configuration = configuration;
        this.directory = directory;
        this.services = services;
    }

    public SiloConfiguration Configuration { get; }

    /// <summary>What users call the database.</summary>
    public string Place => PlaceOf(Configuration);

    public SqlDatabase Database => services.GetRequiredService<SqlDatabase>();

    public IJournal Journal => services.GetRequiredService<IJournal>();

    public IDeploymentSettings Deployment => services.GetRequiredService<IDeploymentSettings>();

    public Replay Replay => new(Journal, services.GetRequiredService<IMailText>(), SystemClock.Instance);

    /// <summary>To read, beside a service or without one.</summary>
    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    /// <exception cref="SchemaDiffersException">The database is of another version.</exception>
    /// <exception cref="JournalUnavailableException">The database cannot be read.</exception>
    public static Task<Archive> ReadAsync(string[] arguments)
    {
        var configuration = Builders.Configuration(arguments);
        RequireDatabase(configuration);
        return OpenAsync(configuration, null, readOnly: true);
    }

    /// <summary>To change rows, alone: a SQLite directory is locked; PostgreSQL's lock is taken by who writes the rows.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process has the directory (F22).</exception>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public static async Task<Archive> ChangeAsync(string[] arguments)
    {
        var configuration = Builders.Configuration(arguments);
        RequireDatabase(configuration);
        var directory = configuration.Cluster.Database == DatabaseKind.Sqlite ? DataDirectoryLock.Take(configuration.DataDirectory) : null;
        try
        {
            return await OpenAsync(configuration, directory, readOnly: false);
        }
        catch
        {
            directory?.Dispose();
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
        directory?.Dispose();
    }

    private static async Task<Archive> OpenAsync(SiloConfiguration configuration, DataDirectoryLock? directory, bool readOnly)
    {
        SqlDatabase database = configuration.Cluster.ConnectionString is { } connectionString
            ? PostgreSqlDatabase.ForMaintenance(connectionString) : new SqliteDatabase(configuration.DataDirectory, readOnly);
        try
        {
            await SchemaHistory.RequireCurrentAsync(database, PlaceOf(configuration));
            var deployment = await DeploymentSettings.ReadAsync(database);
            var collection = new ServiceCollection();
            collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
            collection.AddSingleton(_ => database).AddSingleton<IJournal>(new SqlJournalReader(database)).AddSingleton<IReadModel>(new SqlReadModel(database))
                .AddSingleton<IDeploymentSettings>(deployment);
            // What is rendered and replayed needs no payment provider; the verbs that ask one bring it.
            collection.AddBillingGrains(
                configuration.DataDirectory, configuration.ReadCatalog(), new BillingPolicy(configuration.InvoiceDueDays), new StripeOptions { ApiKey = "none" }, configuration.Mail, configuration.Smtp);
            return new(configuration, directory, collection.BuildServiceProvider());
        }
        catch (JournalUnavailableException failure) when (failure.InnerException is SqliteException { SqliteErrorCode: SqliteReadOnly or SqliteCannotOpen })
        {
            database.Dispose();
            throw new ConfigurationException(
                $"Billing:DataDirectory: this user cannot open {SqliteDatabase.FileName} in {configuration.DataDirectory}. Even to read it SQLite writes a file beside it (-shm): be the service's user, or take a copy.");
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static string PlaceOf(SiloConfiguration configuration) =>
        configuration.Cluster.ConnectionString is { } connectionString ? PostgreSqlDatabase.PlaceOf(connectionString) : configuration.DataDirectory;
}

using Billing.Grains.Journal.PostgreSql;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Journal.Sqlite;
using Billing.Grains.Migrations;
using Billing.Silo.Configuration;

namespace Billing.Silo.Hosting;

/// <summary>The database that the configuration names: locked where only one process may work in it, migrated, and registered.</summary>
internal abstract class Store : IDisposable
{
    /// <summary>The name under which Orleans' AdoNet providers know the database, and where they find their tables.</summary>
    public abstract (string Invariant, string ConnectionString) Orleans { get; }

    /// <summary>What users call it: a folder, a server.</summary>
    public abstract string Place { get; }

    /// <exception cref="DataDirectoryInUseException">Another process has the directory (F22).</exception>
    public static Store Open(SiloConfiguration configuration) => configuration.Cluster.ConnectionString is { } connectionString
        ? new PostgreSqlStore(connectionString) : new SqliteStore(configuration.DataDirectory);

    /// <returns>The scripts that were run.</returns>
    /// <exception cref="MigrationFailedException">A script failed.</exception>
    /// <exception cref="DatabaseUnreachableException">No server answered in time.</exception>
    /// <exception cref="UnsuitableDatabaseException">The server would not keep what it acknowledges.</exception>
    public abstract Task<IReadOnlyList<string>> MigrateAsync();

    public abstract void AddTo(IServiceCollection services);

    public abstract void Dispose();

    private sealed class SqliteStore(string dataDirectory) : Store
    {
        private readonly DataDirectoryLock directory = DataDirectoryLock.Take(dataDirectory);

        public override (string Invariant, string ConnectionString) Orleans => (OrleansTables.Invariant, OrleansTables.ConnectionString(dataDirectory));

        public override string Place => dataDirectory;

        public override Task<IReadOnlyList<string>> MigrateAsync() => Task.FromResult(SqliteMigrations.Apply(dataDirectory));

        public override void AddTo(IServiceCollection services)
        {
            OrleansTables.Register();
            services.AddJournal(_ => new SqliteDatabase(dataDirectory));
        }

        public override void Dispose() => directory.Dispose();
    }

    private sealed class PostgreSqlStore(string connectionString) : Store
    {
        /// <summary>The server may be starting, as after a power failure everything is.</summary>
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

        public override (string Invariant, string ConnectionString) Orleans => (PostgreSqlDatabase.Invariant, PostgreSqlDatabase.ForOrleans(connectionString));

        public override string Place => PostgreSqlDatabase.PlaceOf(connectionString);

        public override Task<IReadOnlyList<string>> MigrateAsync() => PostgreSqlMigrations.ApplyAsync(connectionString, Patience, TimeProvider.System);

        public override void AddTo(IServiceCollection services) => services
            .AddJournal(_ => new PostgreSqlDatabase(connectionString))
            .AddSingleton(provider => (PostgreSqlDatabase)provider.GetRequiredService<SqlDatabase>());

        public override void Dispose()
        {
            // Any number of processes may use it.
        }
    }
}

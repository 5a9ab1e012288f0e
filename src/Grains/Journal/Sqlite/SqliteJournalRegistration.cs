using Billing.Contracts.ReadModel;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Grains.Journal.Sqlite;

/// <summary>Puts the SQLite store of a data directory behind the journal's interfaces.</summary>
public static class SqliteJournalRegistration
{
    /// <summary>
    /// Registers <see cref="IJournal"/>, <see cref="IReadModel"/> and <see cref="IDeploymentSettings"/>. The directory must be locked
    /// (<see cref="DataDirectoryLock"/>) and migrated (<see cref="Migrations.SqliteMigrations"/>) before the first of them is asked for.
    /// </summary>
    public static IServiceCollection AddSqliteJournal(this IServiceCollection services, string dataDirectory)
    {
        OrleansTables.Register();
        return services
            .AddSingleton(_ => new SqliteDatabase(dataDirectory))
            .AddSingleton<IJournal>(provider => new SqliteJournal(provider.GetRequiredService<SqliteDatabase>()))
            .AddSingleton<IReadModel>(provider => new SqliteReadModel(provider.GetRequiredService<SqliteDatabase>()))
            .AddSingleton<IDeploymentSettings>(provider => SqliteDeploymentSettings.Load(provider.GetRequiredService<SqliteDatabase>()));
    }
}

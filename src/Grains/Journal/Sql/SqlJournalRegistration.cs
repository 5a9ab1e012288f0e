using Billing.Contracts.ReadModel;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Grains.Journal.Sql;

/// <summary>Puts a database behind the journal's interfaces.</summary>
public static class SqlJournalRegistration
{
    /// <summary>
    /// Registers <see cref="IJournal"/>, <see cref="IReadModel"/> and <see cref="IDeploymentSettings"/>. The database must be migrated before
    /// the first of them is asked for.
    /// </summary>
    public static IServiceCollection AddJournal(this IServiceCollection services, Func<IServiceProvider, SqlDatabase> open) => services
        .AddSingleton(open)
        .AddSingleton<IJournal>(provider => new SqlJournal(provider.GetRequiredService<SqlDatabase>()))
        .AddSingleton<IReadModel>(provider => new SqlReadModel(provider.GetRequiredService<SqlDatabase>()))
        .AddSingleton<IDeploymentSettings>(provider => DeploymentSettings.Load(provider.GetRequiredService<SqlDatabase>()));
}

using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Billing.Grains.Journal.Sqlite;

/// <summary>
/// Where Orleans keeps snapshots and reminders on SQLite: a file of its own, <c>orleans.db</c>, so that the journal stays the only
/// writer of <c>billing.db</c>.
/// </summary>
public static class OrleansTables
{
    public const string FileName = "orleans.db";

    /// <summary>The name under which Orleans' AdoNet providers know SQLite; they speak its dialect to whatever is registered there.</summary>
    public const string Invariant = "System.Data.SQLite";

    /// <summary>Puts Microsoft.Data.Sqlite behind <see cref="Invariant"/>. Doing it again changes nothing.</summary>
    public static void Register() => DbProviderFactories.RegisterFactory(Invariant, SqliteFactory.Instance);

    /// <summary>For <c>AdoNetGrainStorageOptions.ConnectionString</c> and its kin. A write waits up to five seconds for another's lock.</summary>
    public static string ConnectionString(string dataDirectory) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(dataDirectory, FileName),
        Mode = SqliteOpenMode.ReadWrite,
        Cache = SqliteCacheMode.Private,
        Pooling = true,
        DefaultTimeout = 5,
    }.ToString();
}

using Billing.Contracts.ReadModel;
using Billing.Grains.Journal;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Journal.Sqlite;
using Billing.Grains.Migrations;

namespace Billing.Grains.Tests.Journal.Sqlite;

/// <summary>A migrated data directory that goes away with the test.</summary>
public sealed class SqliteStore : StoreUnderTest
{
    public SqliteStore()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("billing-journal-").FullName;
        SqliteMigrations.Apply(Directory);
        Database = new SqliteDatabase(Directory);
        ReadModel = new SqlReadModel(Database);
    }

    public string Directory { get; }

    public SqliteDatabase Database { get; }

    public override IReadModel ReadModel { get; }

    public override IDeploymentSettings OpenSettings() => DeploymentSettings.Load(new SqliteDatabase(Directory));

    public override SqlDatabase OpenTables() => Database;

    protected override IJournal CreateJournal() => new SqlJournal(Database);

    protected override ValueTask DeleteAsync()
    {
        Database.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}

public sealed class SqliteJournalContract : JournalContract
{
    protected override Task<StoreUnderTest> CreateStoreAsync() => Task.FromResult<StoreUnderTest>(new SqliteStore());
}

public sealed class SqliteReadModelContract : ReadModelContract
{
    protected override Task<StoreUnderTest> CreateStoreAsync() => Task.FromResult<StoreUnderTest>(new SqliteStore());
}

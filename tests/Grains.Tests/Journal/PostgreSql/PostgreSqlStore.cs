using Billing.Contracts.ReadModel;
using Billing.Grains.Journal;
using Billing.Grains.Journal.PostgreSql;
using Billing.Grains.Journal.Sql;

namespace Billing.Grains.Tests.Journal.PostgreSql;

/// <summary>A migrated database that goes away with the test. Each journal has connections of its own, as another process would.</summary>
public sealed class PostgreSqlStore : StoreUnderTest
{
    private readonly string connectionString;
    private readonly Func<Task> drop;
    private readonly List<PostgreSqlDatabase> opened = [];

    private PostgreSqlStore(string connectionString, Func<Task> drop)
    {
        this.connectionString = connectionString;
        this.drop = drop;
        ReadModel = new SqlReadModel(OpenDatabase());
    }

    public override IReadModel ReadModel { get; }

    public static async Task<PostgreSqlStore> CreateAsync(SharedServer server)
    {
        var (connectionString, drop) = await server.DatabaseAsync();
        return new(connectionString, drop);
    }

    public PostgreSqlDatabase OpenDatabase()
    {
        var database = new PostgreSqlDatabase(connectionString);
        opened.Add(database);
        return database;
    }

    public override IDeploymentSettings OpenSettings() => DeploymentSettings.Load(OpenDatabase());

    public override SqlDatabase OpenTables() => OpenDatabase();

    protected override IJournal CreateJournal() => new SqlJournal(OpenDatabase());

    protected override async ValueTask DeleteAsync()
    {
        foreach (var database in opened) database.Dispose();
        await drop();
    }
}

public sealed class PostgreSqlJournalContract(SharedServer server) : JournalContract
{
    protected override async Task<StoreUnderTest> CreateStoreAsync() => await PostgreSqlStore.CreateAsync(server);
}

public sealed class PostgreSqlReadModelContract(SharedServer server) : ReadModelContract
{
    protected override async Task<StoreUnderTest> CreateStoreAsync() => await PostgreSqlStore.CreateAsync(server);
}

using Billing.Grains.Tests.Journal;
using Billing.Grains.Tests.Journal.PostgreSql;
using Billing.Grains.Tests.Journal.Sqlite;

namespace Billing.Grains.Tests.Maintenance;

public sealed class SqliteMaintenance : MaintenanceContract
{
    protected override Task<StoreUnderTest> CreateStoreAsync() => Task.FromResult<StoreUnderTest>(new SqliteStore());
}

public sealed class PostgreSqlMaintenance(SharedServer server) : MaintenanceContract
{
    protected override int OneOf => 6;

    protected override async Task<StoreUnderTest> CreateStoreAsync() => await PostgreSqlStore.CreateAsync(server);
}

public sealed class SqliteBeside : BesideContract
{
    protected override (string Table, string Column, string Folder) Migrations => ("SchemaVersions", "ScriptName", "Sqlite/Billing/");

    protected override Task<StoreUnderTest> CreateStoreAsync() => Task.FromResult<StoreUnderTest>(new SqliteStore());
}

public sealed class PostgreSqlBeside(SharedServer server) : BesideContract
{
    protected override (string Table, string Column, string Folder) Migrations => ("schema_version", "scriptname", "PostgreSql/Billing/");

    protected override async Task<StoreUnderTest> CreateStoreAsync() => await PostgreSqlStore.CreateAsync(server);
}

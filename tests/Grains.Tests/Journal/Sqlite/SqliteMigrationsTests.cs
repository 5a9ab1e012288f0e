using Billing.Grains.Journal.Sql;
using Billing.Grains.Journal.Sqlite;
using Billing.Grains.Migrations;
using Xunit;

namespace Billing.Grains.Tests.Journal.Sqlite;

public sealed class SqliteMigrationsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("billing-migrations-").FullName;

    [Fact]
    public void Scripts_run_once_in_order_of_their_names()
    {
        var directory = Path.Combine(_directory, "made", "by", "the", "migration");
        Assert.Equal(
            ["Sqlite/Billing/0001_journal.sql", "Sqlite/Billing/0002_read_model.sql", "Sqlite/Billing/0003_ad_hoc.sql", "Sqlite/Orleans/0001_orleans.sql"],
            SqliteMigrations.Apply(directory));
        Assert.Empty(SqliteMigrations.Apply(directory));
        using var database = new SqliteDatabase(directory);
        Assert.Matches("^[a-z0-9]{12}$", DeploymentSettings.Load(database).DeploymentId);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}

using System.Data.Common;
using Billing.Contracts.ReadModel;
using Billing.Grains.Maintenance;
using Microsoft.Data.Sqlite;

namespace Billing.Grains.Journal.Sqlite;

internal sealed class SqliteRowRebuild(SqliteConnection connection) : RowRebuild
{
    private readonly SqliteWriteSession session = new(connection);

    protected override DbConnection Connection => connection;

    public override void Dispose() => session.Dispose();

    protected override DbTransaction Begin() => session.Begin();

    protected override void Insert(DbTransaction transaction, ReadModelChanges rows) => session.Insert((SqliteTransaction)transaction, rows);
}

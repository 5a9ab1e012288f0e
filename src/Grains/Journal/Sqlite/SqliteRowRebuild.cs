using System.Data.Common;
using Billing.Contracts.ReadModel;
using Billing.Grains.Maintenance;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Billing.Grains.Journal.Sqlite;

internal sealed class SqliteRowRebuild(SqliteConnection connection) : RowRebuild
{
    private readonly SqliteWriteSession session = new(connection);

    protected override DbConnection Connection => connection;

    public override void Dispose() => session.Dispose();

    protected override void Reserve(DbTransaction transaction, string table, long key, string stream) => connection.Execute(
        table == "account" ? "INSERT INTO account(key, id, name, folded) VALUES(@key, @stream, '', '')"
        : "INSERT INTO organization(key, id, account_id, name, folded, state, has_unknown_payment, created_at) VALUES(@key, @stream, '', '', '', '', 0, 0)",
        new { key, stream }, transaction);

    protected override DbTransaction Begin() => session.Begin();

    protected override void Insert(DbTransaction transaction, ReadModelChanges rows) => session.Insert((SqliteTransaction)transaction, rows);
}

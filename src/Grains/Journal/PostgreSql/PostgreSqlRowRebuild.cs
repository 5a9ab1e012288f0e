using System.Data.Common;
using Billing.Contracts.ReadModel;
using Billing.Grains.Maintenance;
using Npgsql;

namespace Billing.Grains.Journal.PostgreSql;

internal sealed class PostgreSqlRowRebuild(NpgsqlConnection connection) : RowRebuild
{
    protected override DbConnection Connection => connection;

    public override void Dispose() => connection.Dispose();

    protected override DbTransaction Begin() => connection.BeginTransaction();

    protected override void Insert(DbTransaction transaction, ReadModelChanges rows)
    {
        using var message = new NpgsqlBatch(connection, (NpgsqlTransaction)transaction);
        foreach (var command in BatchStatements.OfRows([rows])) message.BatchCommands.Add(command);
        if (message.BatchCommands.Count > 0) message.ExecuteNonQuery();
    }
}

using System.Data.Common;
using Billing.Contracts.ReadModel;
using Billing.Grains.Maintenance;
using Dapper;
using Npgsql;

namespace Billing.Grains.Journal.PostgreSql;

internal sealed class PostgreSqlRowRebuild(NpgsqlConnection connection) : RowRebuild
{
    protected override DbConnection Connection => connection;

    public override void Dispose() => connection.Dispose();

    /// <summary>The identity goes on behind the key, wherever it stood: the next new row must not meet it.</summary>
    protected override void Reserve(DbTransaction transaction, string table, long key, string stream)
    {
        connection.Execute(
            table == "account" ? "INSERT INTO account(key, id, name, folded) OVERRIDING SYSTEM VALUE VALUES(@key, @stream, '', '')"
            : """
            INSERT INTO organization(key, id, account_id, name, folded, state, has_unknown_payment, created_at)
            OVERRIDING SYSTEM VALUE VALUES(@key, @stream, '', '', '', '', false, 0)
            """, new { key, stream }, transaction);
        connection.Execute(
            "SELECT setval(pg_get_serial_sequence(@table, 'key'), greatest(nextval(pg_get_serial_sequence(@table, 'key')), @key))", new { table, key }, transaction);
    }

    protected override DbTransaction Begin() => connection.BeginTransaction();

    protected override void Insert(DbTransaction transaction, ReadModelChanges rows)
    {
        using var message = new NpgsqlBatch(connection, (NpgsqlTransaction)transaction);
        foreach (var command in BatchStatements.OfRows([rows])) message.BatchCommands.Add(command);
        if (message.BatchCommands.Count > 0) message.ExecuteNonQuery();
    }
}

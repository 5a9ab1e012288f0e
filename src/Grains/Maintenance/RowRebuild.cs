using System.Data.Common;
using Billing.Contracts.ReadModel;
using Dapper;

namespace Billing.Grains.Maintenance;

/// <summary>What both databases do alike; how rows are put in is each one's own.</summary>
internal abstract class RowRebuild : IRowRebuild
{
    private static readonly string[] TablesByOrganization = ["member", "mail", "ad_hoc_request"];

    /// <summary>The key of the last row before this stream's, in the order of creation, of each table that has keys.</summary>
    private readonly Dictionary<string, long> lastKeys = [];

    /// <summary>Where this run goes on.</summary>
    private readonly Lazy<StreamPlace?> from;

    protected RowRebuild() => from = new(() => Place);

    protected abstract DbConnection Connection { get; }

    public StreamPlace? Place => RebuildPlace.Read(Connection);

    public void Replace(StreamPlace place, ReadModelChanges rows)
    {
        var before = from.Value;
        using var transaction = Begin();
        foreach (var table in TablesByOrganization) Connection.Execute($"DELETE FROM {table} WHERE organization_id = @Stream", new { place.Stream }, transaction);
        var key = KeyOf(place, rows, before, transaction);
        Insert(transaction, rows);
        RebuildPlace.Write(transaction, place);
        transaction.Commit();
        if (key is { } last) lastKeys[rows.Organization is null ? "account" : "organization"] = last;
    }

    public void Finish()
    {
        using var transaction = Begin();
        foreach (var table in TablesByOrganization)
            Connection.Execute($"DELETE FROM {table} WHERE NOT EXISTS (SELECT 1 FROM event WHERE stream = organization_id)", transaction: transaction);
        foreach (var table in (string[])["organization", "account"]) Connection.Execute($"DELETE FROM {table} WHERE NOT EXISTS (SELECT 1 FROM event WHERE stream = id)", transaction: transaction);
        RebuildPlace.Forget(transaction);
        transaction.Commit();
    }

    public abstract void Dispose();

    /// <summary>Puts an empty row with this key where the stream's own will be.</summary>
    protected abstract void Reserve(DbTransaction transaction, string table, long key, string stream);

    protected abstract DbTransaction Begin();

    protected abstract void Insert(DbTransaction transaction, ReadModelChanges rows);

    /// <summary>A row that is there keeps its key. One that was lost goes right behind the row before it, where that place is free: lists stay in the
    /// order of creation, and in SQLite, whose keys have no holes, it gets the very key that it had.</summary>
    private long? KeyOf(StreamPlace place, ReadModelChanges rows, StreamPlace? before, DbTransaction transaction)
    {
        var table = rows.Organization is null ? "account" : "organization";
        if (FindKey(table, place.Stream, transaction) is { } kept)
        {
            // An append leaves a row alone that it believes unchanged: this one is to be written whole.
            Connection.Execute($"UPDATE {table} SET name = '', folded = '' WHERE id = @Stream", new { place.Stream }, transaction);
            return kept;
        }

        if (!lastKeys.TryGetValue(table, out var last)) last = (before is null ? null : FindKey(table, before.Stream, transaction)) ?? 0;
        if (Connection.ExecuteScalar<long>($"SELECT count(*) FROM {table} WHERE key = @key", new { key = last + 1 }, transaction) > 0) return null;
        Reserve(transaction, table, last + 1, place.Stream);
        return last + 1;
    }

    private long? FindKey(string table, string stream, DbTransaction transaction) =>
        Connection.QuerySingleOrDefault<long?>($"SELECT key FROM {table} WHERE id = @stream", new { stream }, transaction);
}

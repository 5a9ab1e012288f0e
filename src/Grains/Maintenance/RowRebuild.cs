using System.Data.Common;
using Billing.Contracts.ReadModel;
using Dapper;

namespace Billing.Grains.Maintenance;

/// <summary>What both databases do alike; how rows are put in is each one's own.</summary>
internal abstract class RowRebuild : IRowRebuild
{
    private static readonly string[] TablesByOrganization = ["member", "mail", "ad_hoc_request"];

    protected abstract DbConnection Connection { get; }

    public StreamPlace? Place => RebuildPlace.Read(Connection);

    public void Replace(StreamPlace place, ReadModelChanges rows)
    {
        using var transaction = Begin();
        foreach (var table in TablesByOrganization) Connection.Execute($"DELETE FROM {table} WHERE organization_id = @Stream", new { place.Stream }, transaction);
        Insert(transaction, rows);
        RebuildPlace.Write(transaction, place);
        transaction.Commit();
    }

    public void Finish()
    {
        using var transaction = Begin();
        foreach (var table in TablesByOrganization)
            Connection.Execute($"DELETE FROM {table} WHERE organization_id NOT IN (SELECT stream FROM event)", transaction: transaction);
        foreach (var table in (string[])["organization", "account"]) Connection.Execute($"DELETE FROM {table} WHERE id NOT IN (SELECT stream FROM event)", transaction: transaction);
        RebuildPlace.Forget(transaction);
        transaction.Commit();
    }

    public abstract void Dispose();

    protected abstract DbTransaction Begin();

    protected abstract void Insert(DbTransaction transaction, ReadModelChanges rows);
}

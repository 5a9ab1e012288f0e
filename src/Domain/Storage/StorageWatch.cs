using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Storage;

/// <summary>Notices when a pool goes over its allocation or comes back within it, whatever has moved it: usage, seats, plan, gigabytes, shares.</summary>
internal static class StorageWatch
{
    /// <summary>Records the crossing, and warns of each pool that is over once a month (M15).</summary>
    public static void Look(Turn turn)
    {
        var pools = StoragePools.Of(turn.State, turn.Context.Catalog);
        var storage = turn.State.Storage;
        if (storage.DataIsOver != pools.DataOver > 0 || storage.AttachmentsAreOver != pools.AttachmentsOver > 0)
            turn.Record(new StorageLimitCrossed(pools.DataOver, pools.AttachmentsOver));
        if (!pools.AnyOver || !Warns(turn.State)) return;
        var month = turn.At.UtcMonth();
        if (pools.DataOver > 0 && storage.DataWarnedIn != month) Warn(turn, pools, StoragePool.Data, pools.Data, month);
        if (pools.AttachmentsOver > 0 && storage.AttachmentsWarnedIn != month) Warn(turn, pools, StoragePool.Attachments, pools.Attachments, month);
    }

    /// <summary>Only where an excess has consequences, and only while months are decided: a locked organization's are not.</summary>
    private static bool Warns(OrganizationState state) => state.Storage.Enforcement != StorageEnforcement.None && MonthEndRules.EndsAt(state) is not null;

    private static void Warn(Turn turn, StoragePools pools, StoragePool pool, PoolReport report, LocalDate month)
    {
        var (state, catalog) = (turn.State, turn.Context.Catalog);
        Money? cost = StoragePricing.OveragePriceOf(state, catalog) is null ? null : StoragePricing.Overage(state, catalog, pools.DataOver, pools.AttachmentsOver);
        turn.Record(new StorageWarned(pool, month));
        MailRules.ToBillingAdmins(turn, MailTemplate.StorageOverLimit, $"{pool}/{month:uuuu-MM}", new()
        {
            Storage = new(pool, report.Used, report.Allocated, cost, CreationLimit.Restricts(state, pools, turn.At)),
        });
    }
}

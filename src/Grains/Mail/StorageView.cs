using Billing.Domain;
using Billing.Domain.Mail;
using Billing.Domain.Storage;
using NodaTime;

namespace Billing.Grains.Mail;

/// <summary>A pool of storage that holds more than it may.</summary>
internal sealed record StorageView
{
    /// <summary>As an adjective: data, attachment (R50).</summary>
    public required string Pool { get; init; }

    /// <summary>What a full pool may refuse: data, attachments.</summary>
    public required string Content { get; init; }

    public required string Used { get; init; }

    public required string Allocated { get; init; }

    /// <summary>Used less allocated.</summary>
    public required string Excess { get; init; }

    /// <summary>Before tax, if the month ended now; null: the excess is not invoiced.</summary>
    public required string? MonthCost { get; init; }

    public required bool Restricted { get; init; }

    /// <summary>The first instant of the next month: what is used just before it decides (A24).</summary>
    public required MomentView MonthEnds { get; init; }

    public static StorageView Of(StorageFacts storage, QueuedMail mail, DateTimeZone? zone)
    {
        var isData = storage.Pool == StoragePool.Data;
        return new()
        {
            Pool = isData ? "data" : "attachment",
            Content = isData ? "data" : "attachments",
            Used = ByteSize.Format(storage.UsedBytes),
            Allocated = ByteSize.Format(storage.AllocatedBytes),
            Excess = ByteSize.Format(Math.Max(0, storage.UsedBytes - storage.AllocatedBytes)),
            MonthCost = storage.MonthCost?.Format(),
            Restricted = storage.Restricted,
            MonthEnds = MomentView.EndInWords(mail.Facts.Deadline ?? mail.QueuedAt.UtcMonth().PlusMonths(1).AtUtcMidnight(), zone),
        };
    }
}

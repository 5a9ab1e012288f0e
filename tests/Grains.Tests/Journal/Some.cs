using Billing.Contracts.ReadModel;
using Billing.Grains.Journal;
using NodaTime;

namespace Billing.Grains.Tests.Journal;

/// <summary>Records and rows with nothing remarkable about them.</summary>
internal static class Some
{
    public static Instant At { get; } = Instant.FromUtc(2025, 3, 1, 12, 0).PlusTicks(1);

    public static JournalRecord Event(string stream, long sequence, long? publicSequence = null, string payload = "{}") =>
        new(stream, sequence, publicSequence, "SeatsPurchased", 1, At + Duration.FromTicks(sequence), "mem_1", payload);

    /// <summary>Consecutive events from <paramref name="first"/>, all of them public under the same number.</summary>
    public static JournalAppend Append(string stream, long first, int count = 1, ReadModelChanges? changes = null) =>
        new(stream, [.. Enumerable.Range(0, count).Select(i => Event(stream, first + i, first + i))], changes ?? ReadModelChanges.None);

    public static OrganizationRow Organization(string id, string? name = null) =>
        new(id, "acc_1", name ?? id, "ACTIVE", null, false, At, null, null);

    public static MailRow Mail(string organization, long number, string? invoice = null) => new(
        organization, $"mail_{number}", number, "invoice", $"Invoice {number}", ["ann@example.com", "bob@example.com"], "text", "<p>html</p>",
        At, null, "QUEUED", null, invoice);
}

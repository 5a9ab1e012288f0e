using Billing.Contracts.ReadModel;
using NodaTime;

namespace Billing.Grains.Journal;

/// <summary>One event of one stream (an organization or an account), as stored.</summary>
/// <param name="Sequence">1, 2, 3… within the stream, gapless. (stream, sequence) is the primary key: a second writer loses on it.</param>
/// <param name="PublicSequence">1, 2, 3… over the stream's published events; null for what stays inside (keys, intents, mail outcomes).</param>
/// <param name="Kind">The event's stable name; <paramref name="Version"/> the shape of its payload (D10).</param>
/// <param name="Payload">JSON.</param>
public sealed record JournalRecord(string Stream, long Sequence, long? PublicSequence, string Kind, int Version, Instant At, string Actor, string Payload)
{
    /// <summary>The place in the feed of all streams, in commit order; null for what is not published. Given by the append.</summary>
    public long? Position { get; init; }
}

/// <summary>One atomic write: events, read-model rows and mail rows together, or nothing.</summary>
/// <param name="Records">At least one; the first has the sequence after the stream's last.</param>
public sealed record JournalAppend(string Stream, IReadOnlyList<JournalRecord> Records, ReadModelChanges Changes)
{
    /// <exception cref="ArgumentException">There is no record, or they are not this stream's consecutive ones.</exception>
    internal void RequireConsecutive()
    {
        if (Records.Count == 0) throw new ArgumentException($"An append to {Stream} without a record.");
        for (var index = 0; index < Records.Count; index++)
        {
            if (Records[index].Stream != Stream || Records[index].Sequence != Records[0].Sequence + index)
                throw new ArgumentException($"The records of an append to {Stream} are not its consecutive ones.");
        }
    }
}

/// <summary>Another activation has written, or this one has not read to the end: forget the state and read again (D2, D3).</summary>
public sealed class JournalConflictException(string stream, long sequence)
    : Exception($"Sequence {sequence} does not follow the last one of stream {stream}.");

/// <summary>The append-only store of everything that happened. The append is the commit.</summary>
public interface IJournal
{
    /// <summary>Durable when it returns. Writes of many callers share one transaction; a conflict fails only its own caller.</summary>
    /// <exception cref="ArgumentException">The records are not one stream's consecutive ones; nothing was tried.</exception>
    /// <exception cref="JournalConflictException">A record's sequence exists already, or the one before it does not.</exception>
    /// <exception cref="JournalUnavailableException">Anything else; the outcome is unknown.</exception>
    Task<AppendResult> AppendAsync(JournalAppend append);

    /// <summary>A stream's records after a sequence, in order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<JournalRecord>> ReadAsync(string stream, long afterSequence, int limit, CancellationToken cancellationToken);

    /// <summary>A stream's published records after a public sequence, in order.</summary>
    Task<IReadOnlyList<JournalRecord>> ReadPublicAsync(string stream, long afterPublicSequence, int limit, CancellationToken cancellationToken);

    /// <summary>Published records of every stream after a position, in commit order, without a hole.</summary>
    Task<IReadOnlyList<JournalRecord>> ReadFeedAsync(long afterPosition, int limit, CancellationToken cancellationToken);

    /// <summary>The feed's last position; 0 at the beginning.</summary>
    Task<long> FeedHeadAsync(CancellationToken cancellationToken);
}

/// <param name="LastPosition">The feed position of the append's last published record; null where it published none.</param>
public sealed record AppendResult(long? LastPosition);

using Dapper;

namespace Billing.Grains.Journal.Sql;

/// <summary>The journal for those who only read it, in a database or in a snapshot of one.</summary>
public class SqlJournalReader(ISqlReads database) : IJournal
{
    private const string Columns = """
        stream AS Stream, sequence AS Sequence, public_sequence AS PublicSequence, position AS Position, kind AS Kind, version AS Version,
        at AS At, actor AS Actor, payload AS Payload
        """;

    /// <exception cref="NotSupportedException">Always: whoever writes opens a <see cref="SqlJournal"/>.</exception>
    public virtual Task<AppendResult> AppendAsync(JournalAppend append) => throw new NotSupportedException("This journal is only read.");

    public Task<IReadOnlyList<JournalRecord>> ReadAsync(string stream, long afterSequence, int limit, CancellationToken cancellationToken) =>
        QueryAsync(
            $"SELECT {Columns} FROM event WHERE stream = @stream AND sequence > @afterSequence ORDER BY sequence LIMIT @limit",
            new { stream, afterSequence, limit }, cancellationToken);

    public Task<IReadOnlyList<JournalRecord>> ReadPublicAsync(
        string stream, long afterPublicSequence, int limit, CancellationToken cancellationToken) =>
        QueryAsync(
            $"""
            SELECT {Columns} FROM event WHERE stream = @stream AND public_sequence > @afterPublicSequence
            ORDER BY public_sequence LIMIT @limit
            """,
            new { stream, afterPublicSequence, limit }, cancellationToken);

    public Task<IReadOnlyList<JournalRecord>> ReadFeedAsync(long afterPosition, int limit, CancellationToken cancellationToken) =>
        QueryAsync(
            $"SELECT {Columns} FROM event WHERE position > @afterPosition ORDER BY position LIMIT @limit",
            new { afterPosition, limit }, cancellationToken);

    public Task<long> FeedHeadAsync(CancellationToken cancellationToken) => database.ReadAsync(connection =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT position FROM feed", cancellationToken: cancellationToken)));

    private async Task<IReadOnlyList<JournalRecord>> QueryAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(connection =>
            connection.QueryAsync<EventRow>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)));
        return [.. rows.Select(row => row.ToRecord())];
    }

    private sealed class EventRow
    {
        public required string Stream { get; init; }

        public long Sequence { get; init; }

        public long? PublicSequence { get; init; }

        public long? Position { get; init; }

        public required string Kind { get; init; }

        public int Version { get; init; }

        public long At { get; init; }

        public required string Actor { get; init; }

        public required string Payload { get; init; }

        public JournalRecord ToRecord() =>
            new(Stream, Sequence, PublicSequence, Kind, Version, InstantColumn.FromColumn(At), Actor, Payload) { Position = Position };
    }
}

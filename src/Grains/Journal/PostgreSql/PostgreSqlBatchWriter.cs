using Billing.Contracts.ReadModel;
using System.Diagnostics;
using Npgsql;

namespace Billing.Grains.Journal.PostgreSql;

/// <summary>
/// Writes batches with one round trip each: the statements of a message are one transaction, committed at its end. Where one append turns
/// out bad (another process was quicker, a row is refused), nothing of the message was written, and its appends are written again, each
/// by itself.
/// </summary>
internal sealed class PostgreSqlBatchWriter(PostgreSqlDatabase database) : IBatchWriter
{
    /// <summary>A connection that was idle for longer may have been cut meanwhile, by a server that was started again: it is asked first, since a batch
    /// that fails on it would leave its outcome unknown.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    private NpgsqlConnection? connection;
    private long usedAt;

    public void Write(IReadOnlyList<PendingAppend> batch)
    {
        try
        {
            if (connection is not null && Stopwatch.GetElapsedTime(usedAt) > Idle && !PostgreSqlDatabase.Answers(connection)) Dispose();
            connection ??= database.OpenJournalWriter();
            foreach (var wave in Waves(batch)) WriteWave(wave);
            usedAt = Stopwatch.GetTimestamp();
        }
        catch
        {
            // A connection that has failed is not asked again: the next batch opens its own, so a cause that goes away is forgotten.
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        connection?.Dispose();
        connection = null;
    }

    /// <summary>No stream twice in one transaction: what follows an append is checked against what is stored. Two waves are rare.</summary>
    private static IEnumerable<IReadOnlyList<PendingAppend>> Waves(IReadOnlyList<PendingAppend> batch)
    {
        if (batch.Count == 1) return [batch];
        var waves = new List<List<PendingAppend>>();
        var seen = new Dictionary<string, int>(batch.Count);
        foreach (var pending in batch)
        {
            var wave = seen.GetValueOrDefault(pending.Append.Stream);
            seen[pending.Append.Stream] = wave + 1;
            if (waves.Count == wave) waves.Add([]);
            waves[wave].Add(pending);
        }
        return waves;
    }

    /// <summary>Where one is at fault, each again in a transaction of its own, so that no lock is held from one to the next: two processes would wait for each
    /// other's in a circle.</summary>
    private void WriteWave(IReadOnlyList<PendingAppend> wave)
    {
        try
        {
            WriteTogether(wave);
        }
        catch (Exception exception) when (IsItsOwnFault(exception))
        {
            if (wave.Count == 1) wave[0].Refuse(Refusal(wave[0].Append, exception));
            else foreach (var pending in wave) WriteWave([pending]);
        }
    }

    private void WriteTogether(IReadOnlyList<PendingAppend> wave)
    {
        using var message = new NpgsqlBatch(connection);
        foreach (var command in BatchStatements.Of([.. wave.Select(pending => pending.Append)])) message.BatchCommands.Add(command);
        var position = Execute(message);
        foreach (var pending in wave) position = Accept(pending, position);
    }

    /// <returns>The feed's position before the first that was given; 0 where none was.</returns>
    private static long Execute(NpgsqlBatch message)
    {
        using var reader = message.ExecuteReader();
        var position = reader.Read() ? reader.GetInt64(0) : 0;
        while (reader.NextResult())
        {
            // Errors of what comes last are told here.
        }
        return position;
    }

    private static long Accept(PendingAppend pending, long position)
    {
        var published = pending.Append.Records.Count(record => record.PublicSequence is not null);
        pending.Accept(new(published == 0 ? null : position + published));
        return position + published;
    }

    private static Exception Refusal(JournalAppend append, Exception exception) => IsConflict(exception)
        ? new JournalConflictException(append.Stream, append.Records[0].Sequence)
        : new JournalUnavailableException($"An append to {append.Stream} was refused: {exception.Message}", exception);

    /// <summary>The sequence is another's, or the one before it is not there.</summary>
    private static bool IsConflict(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "event" }
        or PostgresException { SqlState: PostgresErrorCodes.NotNullViolation, TableName: "event", ColumnName: "sequence" };

    /// <summary>Values or constraints: an append is at fault, not the store, and the others can be written without it.</summary>
    private static bool IsItsOwnFault(Exception exception) => exception is PostgresException { SqlState: var state }
        ? state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal) || state == PostgresErrorCodes.ProgramLimitExceeded
        : exception is not (NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException);
}

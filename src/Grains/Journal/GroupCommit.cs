using Billing.Contracts.ReadModel;
using System.Diagnostics;
using System.Threading.Channels;
using Billing.Grains.Telemetry;

namespace Billing.Grains.Journal;

/// <summary>Writes a batch in one transaction.</summary>
public interface IBatchWriter : IDisposable
{
    /// <summary>
    /// Accepts or refuses each append, then commits. When it returns, what was accepted is durable; when it throws, nothing is known of
    /// any of them, and the next batch must find a fresh connection.
    /// </summary>
    void Write(IReadOnlyList<PendingAppend> batch);
}

/// <summary>
/// One writer for the whole process: while a transaction is being synced, appends gather; then all of them share the next. A lone append
/// waits for nobody. The writer has a thread of its own, since it spends its life waiting for the disk.
/// </summary>
public sealed class GroupCommit : IDisposable, IAsyncDisposable
{
    private const int QueueCapacity = 4096;
    private const int BatchCapacity = 256;

    private readonly Channel<PendingAppend> _queue = Channel.CreateBounded<PendingAppend>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IBatchWriter _writer;

    public GroupCommit(IBatchWriter writer)
    {
        _writer = writer;
        new Thread(Run) { IsBackground = true, Name = "Journal writer" }.Start();
    }

    /// <summary>Where the queue is full, the caller waits for a place in it.</summary>
    /// <exception cref="JournalUnavailableException">The outcome is unknown, or the journal is closed.</exception>
    public async Task<AppendResult> AppendAsync(JournalAppend append)
    {
        using var span = GrainTraces.Sql("append");
        var pending = new PendingAppend(append, Stopwatch.GetTimestamp());
        try
        {
            await _queue.Writer.WriteAsync(pending);
        }
        catch (ChannelClosedException exception)
        {
            throw new JournalUnavailableException("The journal is closed.", exception);
        }
        try
        {
            return await pending.Outcome;
        }
        catch (Exception failure)
        {
            span.End(failure.GetType().Name);
            throw;
        }
    }

    /// <summary>Takes no more appends, writes those that wait, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task;
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _ended.Task.Wait();
    }

    private void Run()
    {
        var batch = new List<PendingAppend>(BatchCapacity);
        while (WaitToRead())
        {
            batch.Clear();
            while (batch.Count < BatchCapacity && _queue.Reader.TryRead(out var pending)) batch.Add(pending);
            Write(batch);
        }
        _writer.Dispose();
        _ended.SetResult();
    }

    private bool WaitToRead()
    {
        var ready = _queue.Reader.WaitToReadAsync();
        return ready.IsCompleted ? ready.Result : ready.AsTask().GetAwaiter().GetResult();
    }

    private void Write(List<PendingAppend> batch)
    {
        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            _writer.Write(batch);
        }
#pragma warning disable CA1031 // Whatever it was, the callers must hear of it and the thread must live on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            FailAll(batch, exception);
            return;
        }
        JournalMetrics.BatchWritten(batch, Stopwatch.GetElapsedTime(startedAt));
        foreach (var pending in batch) pending.Committed();
    }

    /// <summary>Those that wait behind fail as well: each would wait for the same time-out in turn, and refusals must be quick (F15).</summary>
    private void FailAll(List<PendingAppend> batch, Exception exception)
    {
        var failure = new JournalUnavailableException($"The journal cannot be written: {exception.Message}", exception);
        while (_queue.Reader.TryRead(out var waiting)) batch.Add(waiting);
        JournalMetrics.BatchFailed(batch.Count);
        foreach (var pending in batch) pending.Fail(failure);
    }
}

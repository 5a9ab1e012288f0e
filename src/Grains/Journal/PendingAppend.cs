using Billing.Contracts.ReadModel;

namespace Billing.Grains.Journal;

/// <summary>An append that waits for its transaction. What became of it is noted first and told only after the commit.</summary>
public sealed class PendingAppend(JournalAppend append, long queuedAt)
{
    private readonly TaskCompletionSource<AppendResult> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AppendResult? _result;
    private Exception? _refusal;

    public JournalAppend Append { get; } = append;

    /// <summary>As <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> counts.</summary>
    public long QueuedAt { get; } = queuedAt;

    public Task<AppendResult> Outcome => _outcome.Task;

    /// <summary>It is part of the transaction.</summary>
    public void Accept(AppendResult result) => _result = result;

    /// <summary>It is not part of the transaction; its neighbors may be.</summary>
    public void Refuse(Exception refusal) => _refusal = refusal;

    /// <summary>The transaction is durable: answers what was noted.</summary>
    public void Committed()
    {
        if (_refusal is { } refusal) _outcome.TrySetException(refusal);
        else _outcome.TrySetResult(_result ?? throw new InvalidOperationException("The append was neither accepted nor refused."));
    }

    /// <summary>The transaction's outcome is unknown, so this append's is too (D2), whatever was noted.</summary>
    public void Fail(JournalUnavailableException failure) => _outcome.TrySetException(failure);
}

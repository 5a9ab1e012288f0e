namespace Billing.Api.WebSockets;

/// <summary>An operation that a client has started on its socket and that has not ended.</summary>
#pragma warning disable CA1001 // The source has neither a timer nor a wait handle: there is nothing to dispose, and those who leave come at any time.
internal sealed class SocketOperation(string id)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource leaving = new();

    public string Id { get; } = id;

    /// <summary>Canceled when the client wants no more of it, or the socket ends.</summary>
    public CancellationToken Leaving => leaving.Token;

    public bool IsLeft => leaving.IsCancellationRequested;

    /// <summary>It stays open until somebody ends it.</summary>
    public bool IsSubscription { get; set; }

    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>Returns before those who listen have heard of it.</summary>
    public void Leave() => _ = leaving.CancelAsync();
}

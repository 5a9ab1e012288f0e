namespace Billing.Api.Connections;

/// <summary>
/// The way out of one connection: its messages leave one after the other, in the order in which they came. Whoever has one waits here with
/// it, unserialized, and makes no other meanwhile: so what waits for a slow client is one message of each of its operations, and nothing else.
/// </summary>
#pragma warning disable CA1001 // The semaphore's wait handle is never asked for: there is nothing to dispose.
internal sealed class Outgoing(TimeProvider time)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim free = new(1, 1);
    private long since;     // when the message that leaves now came; 0 for none

    /// <summary>Whether the message that leaves now, which is the one that came first, came longer ago than this.</summary>
    public bool IsStuck(long now, TimeSpan longest) => Volatile.Read(ref since) is not 0 and var came && time.GetElapsedTime(came, now) >= longest;

    /// <param name="cancellationToken">Ends the wait. What has begun to leave is never broken off: the rest of the stream would be garbage.</param>
    public async Task SendAsync(Func<Task> send, CancellationToken cancellationToken = default)
    {
        var came = time.GetTimestamp();
        await free.WaitAsync(cancellationToken);
        await SendNowAsync(send, came);
    }

    /// <returns>False where other messages wait: this one is not sent.</returns>
    public async Task<bool> TrySendAsync(Func<Task> send)
    {
        if (!free.Wait(0, CancellationToken.None)) return false;
        await SendNowAsync(send, time.GetTimestamp());
        return true;
    }

    /// <summary>Lets what waits leave, and nothing after it: what belongs to the connection may then be given back.</summary>
    public Task EndAsync() => free.WaitAsync();

    private async Task SendNowAsync(Func<Task> send, long came)
    {
        Volatile.Write(ref since, came == 0 ? 1 : came);
        try
        {
            await send();
        }
        finally
        {
            Volatile.Write(ref since, 0);
            free.Release();
        }
    }
}

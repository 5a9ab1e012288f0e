using System.Buffers;
using System.Net.WebSockets;

namespace Billing.Api.WebSockets;

/// <summary>Reads whole messages, never more than a limit of one. Between messages it holds no memory: a quiet socket has no buffer.</summary>
internal sealed class MessageReader(WebSocket socket, int limit)
{
    private const int FirstSize = 1_024;

    public enum Outcome
    {
        Text,
        Binary,
        TooBig,
        Closed,
    }

    /// <summary>Reads the next message and hands it over; it is gone when <paramref name="handle"/> is done.</summary>
    /// <exception cref="WebSocketException">The connection has broken.</exception>
    public async Task<Outcome> ReadAsync(Func<ReadOnlyMemory<byte>, Task> handle)
    {
        var first = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
        if (first.MessageType == WebSocketMessageType.Close) return Outcome.Closed;
        if (first.MessageType == WebSocketMessageType.Binary) return Outcome.Binary;
        var buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
        try
        {
            var length = 0;
            for (var ended = first.EndOfMessage; !ended;)
            {
                if (length == buffer.Length) buffer = Larger(buffer);
                var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close) return Outcome.Closed;
                length += part.Count;
                if (length > limit) return Outcome.TooBig;
                ended = part.EndOfMessage;
            }
            await handle(buffer.AsMemory(0, length));
            return Outcome.Text;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads on to the client's own close and keeps nothing.</summary>
    public async Task DiscardAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Larger(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}

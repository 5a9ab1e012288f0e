using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Billing.EndToEnd.Tests.Telemetry;

/// <summary>One span as it was exported.</summary>
internal sealed record ExportedSpan(string Trace, string Id, string Parent, string Name);

/// <summary>A collector of OTLP over HTTP that reads just enough of the protocol's messages: spans with their parents, metrics by name.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener listener = new();

    public OtlpReceiver()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        listener.Prefixes.Add(Address + "/");
        listener.Start();
        _ = ListenAsync();
    }

    public string Address { get; }

    public ConcurrentQueue<ExportedSpan> Spans { get; } = new();

    public ConcurrentDictionary<string, byte> Metrics { get; } = new(StringComparer.Ordinal);

    /// <summary>All that was sent, byte by byte as text, for whoever looks for what must not be there.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    public void Dispose() => listener.Close();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Bodies.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
                if (context.Request.Url!.AbsolutePath == "/v1/traces") ReadTraces(body.ToArray());
                else if (context.Request.Url.AbsolutePath == "/v1/metrics") ReadMetrics(body.ToArray());
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private void ReadTraces(byte[] request)
    {
        foreach (var span in Within(request, 1, 2, 2))
        {
            var fields = Fields(span).Where(field => field.Number is 1 or 2 or 4 or 5).ToLookup(field => field.Number, field => field.Bytes);
            Spans.Enqueue(new(Hex(fields[1]), Hex(fields[2]), Hex(fields[4]), Encoding.UTF8.GetString(fields[5].First().Span)));
        }
    }

    private void ReadMetrics(byte[] request)
    {
        foreach (var metric in Within(request, 1, 2, 2))
        {
            foreach (var (number, bytes) in Fields(metric))
            {
                if (number == 1) Metrics.TryAdd(Encoding.UTF8.GetString(bytes.Span), 0);
            }
        }
    }

    private static string Hex(IEnumerable<ReadOnlyMemory<byte>> bytes) => Convert.ToHexStringLower(bytes.FirstOrDefault().Span);

    /// <summary>The messages at a path of field numbers.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Within(ReadOnlyMemory<byte> message, params int[] path) => path.Aggregate(
        (IEnumerable<ReadOnlyMemory<byte>>)[message], (messages, number) => messages.SelectMany(one => Fields(one).Where(field => field.Number == number).Select(field => field.Bytes)));

    /// <summary>The fields of a message that have a length: texts, bytes, messages. Others are passed over.</summary>
    private static IEnumerable<(int Number, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message.Span, ref at);
            switch (key & 7)
            {
                case 0: Varint(message.Span, ref at); break;
                case 1: at += 8; break;
                case 5: at += 4; break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    yield return ((int)(key >> 3), message.Slice(at, length));
                    at += length;
                    break;
                default: throw new InvalidDataException($"wire type {key & 7}");
            }
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }
}

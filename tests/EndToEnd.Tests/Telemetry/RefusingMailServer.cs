using System.Net;
using System.Net.Sockets;

namespace Billing.EndToEnd.Tests.Telemetry;

/// <summary>A mail server that knows nobody, and says so with the address, as real ones do.</summary>
internal sealed class RefusingMailServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private int refused;

    public RefusingMailServer()
    {
        listener.Start();
        _ = ListenAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Refused => Volatile.Read(ref refused);

    public void Dispose() => listener.Dispose();

    private async Task ListenAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(TcpClient accepted)
    {
        using var client = accepted;
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 here");
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase))
            {
                Interlocked.Increment(ref refused);
                await writer.WriteLineAsync($"550 5.1.1 {line["RCPT TO:".Length..]} is unknown here");
            }
            else
            {
                await writer.WriteLineAsync(line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase) ? "221 bye" : "250 well");
            }
        }
    }
}

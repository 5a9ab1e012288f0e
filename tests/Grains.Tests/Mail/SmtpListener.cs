using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Billing.Grains.Tests.Mail;

/// <summary>A mail server of a few lines on a free port. It says what <see cref="Answer"/> says, or else yes.</summary>
internal sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _sessions = [];
    private readonly Task _accepting;
    private int _connections;

    public SmtpListener()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref _connections);

    public ConcurrentQueue<string> Commands { get; } = [];

    public ConcurrentQueue<string> Messages { get; } = [];

    /// <summary>By command line, or DATA's end as a single point; null for the usual answer, an empty one for none at all.</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_sessions);
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _sessions.Add(ServeAsync(client));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.UTF8);
                await SayAsync(stream, Answer("CONNECT") ?? "220 test ESMTP");
                while (await reader.ReadLineAsync(_stop.Token) is { } command)
                {
                    Commands.Enqueue(command);
                    await SayAsync(stream, Answer(command) ?? Usual(command));
                    if (command == "DATA") await TakeAsync(reader, stream);
                    if (command == "QUIT") return;
                }
            }
            catch (Exception end) when (end is OperationCanceledException or IOException)
            {
                // Stopped, or left.
            }
        }
    }

    private async Task TakeAsync(StreamReader reader, NetworkStream stream)
    {
        var message = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line and not ".")
            message.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        var answer = Answer(".") ?? "250 taken";
        if (answer.StartsWith('2')) Messages.Enqueue(message.ToString());
        await SayAsync(stream, answer);
    }

    private static string Usual(string command) => command switch
    {
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ when command.StartsWith("EHLO", StringComparison.Ordinal) => "250-test\r\n250-AUTH PLAIN\r\n250 8BITMIME",
        _ when command.StartsWith("AUTH", StringComparison.Ordinal) => "235 welcome",
        _ => "250 ok",
    };

    private async Task SayAsync(NetworkStream stream, string answer)
    {
        if (answer.Length > 0) await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), _stop.Token);
    }
}

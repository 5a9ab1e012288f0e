using System.Diagnostics;
using Billing.Silo.Hosting;

namespace Billing.Grains.Tests.Events;

/// <summary>A Redis of a test's own, on a free port, that can be killed, started again, and stopped in mid-breath.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly int port;
    private readonly string directory = Directory.CreateTempSubdirectory("billing-redis-").FullName;
    private Process? process;

    private RedisServer(int port) => this.port = port;

    public string ConnectionString => $"127.0.0.1:{port}";

    /// <summary>Skips the test, or in CI fails it, where there is no redis-server.</summary>
    public static async Task<RedisServer> StartedAsync()
    {
        var server = Prepared();
        await server.StartAsync();
        return server;
    }

    /// <summary>One that has its address and is not there yet.</summary>
    public static RedisServer Prepared()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "redis-server"))))
        {
            const string Reason = "redis-server is not here: install Redis.";
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(Reason);
            Assert.Skip(Reason);
        }

        return new(FreePort.Find());
    }

    public async Task StartAsync()
    {
        process = Process.Start(new ProcessStartInfo(
            "redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", directory, "--daemonize", "no"])
        {
            RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal)) break;
        }

        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Connections stay, nothing is answered.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    public Task GoOnAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (process is not null) await KillAsync();
        Directory.Delete(directory, recursive: true);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, $"{process!.Id}"]);
        await kill.WaitForExitAsync();
    }
}

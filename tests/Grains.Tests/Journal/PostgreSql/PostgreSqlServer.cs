using System.Diagnostics;
using System.Net.Sockets;
using Billing.Silo.Hosting;
using Npgsql;

namespace Billing.Grains.Tests.Journal.PostgreSql;

/// <summary>A PostgreSQL of a test's own, on a free port and a folder of its own, that can be killed, started again, and stopped in mid-breath.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    /// <summary>Who runs it where these tests are root, whom it refuses.</summary>
    private const string OtherUser = "postgres";

    private static readonly string? Programs = Find();

    /// <summary>In memory where there is such a place: these tests kill processes, not machines.</summary>
    private readonly string folder = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/billing-postgres-{Guid.NewGuid():N}").FullName : Directory.CreateTempSubdirectory("billing-postgres-").FullName;
    private readonly int port;
    private Process? process;

    private PostgreSqlServer(int port) => this.port = port;

    /// <summary>The database <c>postgres</c>: the one that every server has.</summary>
    public string ConnectionString => ConnectionStringOf("postgres");

    private string Data => Path.Combine(folder, "data");

    /// <summary>Skips the test, or in CI fails it, where there is no PostgreSQL.</summary>
    /// <param name="settings">As the server takes them: <c>fsync=off</c>.</param>
    public static async Task<PostgreSqlServer> StartedAsync(params string[] settings)
    {
        var server = Prepared();
        await server.StartAsync(settings);
        return server;
    }

    /// <summary>One that has its address and its folder, and is not there yet.</summary>
    public static PostgreSqlServer Prepared()
    {
        if (Programs is null)
        {
            const string Reason = "PostgreSQL's server is not here: install it.";
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(Reason);
            Assert.Skip(Reason);
        }

        var server = new PostgreSqlServer(FreePort.Find());
        if (IsRoot) Run("chown", OtherUser, server.folder);
        Run("initdb", "-D", server.Data, "-U", "billing", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        return server;
    }

    public string ConnectionStringOf(string database) => $"Host=127.0.0.1;Port={port};Username=billing;Database={database}";

    public async Task StartAsync(params string[] settings)
    {
        process = Launch("postgres", [
            "-D", Data, "-p", $"{port}", "-h", "127.0.0.1", "-k", folder, "-c", "max_connections=200", "-c", "shared_buffers=32MB", "-c", "dynamic_shared_memory_type=mmap",
            .. settings.SelectMany(setting => new[] { "-c", setting })]);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Timeout=1");
                await connection.OpenAsync();
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or SocketException && tries < 300)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    /// <summary>Every process of it, at once: what a power failure leaves.</summary>
    public async Task KillAsync()
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Connections stay, nothing is answered.</summary>
    public void Pause() => Signal("-STOP");

    public void GoOn() => Signal("-CONT");

    /// <summary>A new database, empty or as another one is, and its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = $"t{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template ?? "template0"}");
        return ConnectionStringOf(name);
    }

    public async Task DropDatabaseAsync(string connectionString)
    {
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null) await KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>One of the server's own tools, to its end: <c>pg_dump</c>.</summary>
    public static void RunTool(string program, params string[] arguments) => Run(program, arguments);

    private static bool IsRoot => Environment.UserName == "root";

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Its children are processes of their own.</summary>
    private void Signal(string signal)
    {
        Run("pkill", signal, "-P", $"{process!.Id}");
        Run("kill", signal, $"{process.Id}");
    }

    private static void Run(string program, params string[] arguments)
    {
        using var running = Launch(program, arguments);
        var errors = running.StandardError.ReadToEnd();
        running.WaitForExit();
        if (running.ExitCode != 0) throw new InvalidOperationException($"{program}: {errors}");
    }

    private static Process Launch(string program, string[] arguments)
    {
        var own = Path.Combine(Programs!, program);
        var start = !File.Exists(own) ? new ProcessStartInfo(program, arguments)
            : IsRoot ? new ProcessStartInfo("setpriv", ["--reuid", OtherUser, "--regid", OtherUser, "--clear-groups", own, .. arguments])
            : new ProcessStartInfo(own, arguments);
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        start.WorkingDirectory = Path.GetTempPath();
        var running = Process.Start(start)!;
        _ = running.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        return running;
    }

    /// <summary>The newest that is installed: Debian keeps the server's programs out of the path.</summary>
    private static string? Find()
    {
        const string Debian = "/usr/lib/postgresql";
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var debian = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).OrderByDescending(version => version.Length).ThenByDescending(version => version, StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            : [];
        return path.Concat(debian).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "postgres")));
    }
}

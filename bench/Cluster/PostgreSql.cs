using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Npgsql;

namespace Billing.Bench.Cluster;

/// <summary>A PostgreSQL of the run's own on the disk that temporary files are on, with every sync that it does by default, and pgbench against it.</summary>
internal sealed partial class PostgreSql : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("billing-bench-postgres-").FullName;
    private readonly int port;
    private readonly Process process;

    public PostgreSql(int rows)
    {
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        if (IsRoot) Run("chown", "postgres", folder);
        Run("initdb", "-D", Path.Combine(folder, "data"), "-U", "billing", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
        process = Start("postgres", "-D", Path.Combine(folder, "data"), "-p", $"{port}", "-h", "127.0.0.1", "-k", folder, "-c", "max_connections=300", "-c", "shared_buffers=256MB");
        for (var tries = 0; ; tries++)
        {
            try
            {
                Execute($"CREATE TABLE plain(id int PRIMARY KEY, value bigint NOT NULL); INSERT INTO plain SELECT id, 0 FROM generate_series(1, {rows}) AS id");
                break;
            }
            catch (Exception starting) when (starting is NpgsqlException or SocketException && tries < 300)
            {
                Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System).Wait();
            }
        }

        File.WriteAllText(Script, $"\\set id random(1, {rows})\nUPDATE plain SET value = value + 1 WHERE id = :id;\n");
    }

    public string ConnectionString => $"Host=127.0.0.1;Port={port};Username=billing;Database=postgres";

    private static bool IsRoot => Environment.UserName == "root";

    private string Script => Path.Combine(Path.GetTempPath(), $"billing-bench-{port}.sql");

    /// <summary>Single-row updates a second, each its own transaction, of this many clients.</summary>
    public double Updates(int clients, TimeSpan time)
    {
        var output = Run("pgbench", "-n", "-h", "127.0.0.1", "-p", $"{port}", "-U", "billing", "-f", Script, "-c", $"{clients}", "-j", $"{Math.Min(clients, 2)}", "-M", "prepared",
            "-T", $"{(int)time.TotalSeconds}", "postgres");
        return double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        File.Delete(Script);
        Directory.Delete(folder, recursive: true);
    }

    private void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string Run(string program, params string[] arguments)
    {
        using var running = Start(program, arguments);
        var output = running.StandardOutput.ReadToEnd();
        running.WaitForExit();
        return running.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {running.ExitCode}.");
    }

    /// <summary>The server refuses to run as root, and so does initdb.</summary>
    private static Process Start(string program, params string[] arguments)
    {
        var found = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin", program)).LastOrDefault(File.Exists) : null;
        var start = IsRoot && program is "initdb" or "postgres"
            ? new ProcessStartInfo("setpriv", ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", found ?? program, .. arguments])
            : new ProcessStartInfo(found ?? program, arguments);
        (start.RedirectStandardOutput, start.WorkingDirectory) = (true, Path.GetTempPath());
        var running = Process.Start(start)!;
        if (program == "postgres") _ = running.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        return running;
    }

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();
}

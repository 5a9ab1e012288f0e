using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Billing.EndToEnd.Tests.Running;

/// <summary>The real program, started as a user starts it, on free ports and a data directory of its own. It can be killed and started again.</summary>
public sealed partial class BillingProcess : IAsyncDisposable
{
    private readonly List<string> output = [];
    private readonly string[] arguments;
    private readonly Part part;
    private Process process = null!;

    private BillingProcess(Part part, Surroundings surroundings, string[] arguments) => (this.part, Surroundings, this.arguments) = (part, surroundings, arguments);

    /// <summary>What a process is, and so what it prints last when it is ready.</summary>
    public enum Part
    {
        /// <summary>Its last line is a token, as that of every gateway in Development.</summary>
        Gateway,
        Silo,
        Simulator,
    }

    /// <summary>What it finds when it is started, or started again.</summary>
    public Surroundings Surroundings { get; set; }

    public string DataDirectory => Surroundings.DataDirectory;

    public string Address { get; private set; } = "";

    public string SimulatorAddress { get; private set; } = "";

    public string StaffToken { get; private set; } = "";

    public static string Program { get; } = Path.Combine(
        Repository.Root, "src", "Silo", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Billing.Silo.dll");

    public string Output
    {
        get
        {
            lock (output) return string.Join('\n', output);
        }
    }

    public bool HasEnded => process.HasExited;

    /// <param name="settings">As on the command line: <c>--Billing:InvoiceDueDays=10</c>.</param>
    public static Task<BillingProcess> StartAsync(params string[] settings) => StartAsync(Part.Gateway, settings);

    /// <param name="arguments">A verb, if any, and settings.</param>
    public static Task<BillingProcess> StartAsync(Part part, params string[] arguments) => StartAsync(part, Surroundings.OfItsOwn(), arguments);

    /// <inheritdoc cref="StartAsync(Part, string[])"/>
    public static async Task<BillingProcess> StartAsync(Part part, Surroundings surroundings, params string[] arguments)
    {
        var billing = new BillingProcess(part, surroundings, arguments);
        await billing.StartAgainAsync();
        return billing;
    }

    /// <summary>Starts the program on the same data directory, with the same settings.</summary>
    public async Task StartAgainAsync()
    {
        (Address, SimulatorAddress, StaffToken) = ("", "", "");
        process = Launch([.. arguments, "--urls", "http://127.0.0.1:0", "--Simulator:Url=http://127.0.0.1:0"], Surroundings);
        var ready = new TaskCompletionSource();
        process.OutputDataReceived += (_, line) => Read(line.Data, ready);
        process.ErrorDataReceived += (_, line) => Read(line.Data, ready);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The program ended: " + Output));
        process.EnableRaisingEvents = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>SIGKILL: no word of farewell.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it holds what it holds, and does nothing.</summary>
    public void Pause() => Signal("-STOP", process);

    public void GoOn() => Signal("-CONT", process);

    /// <summary>SIGTERM: it is asked to end, and does.</summary>
    public async Task EndAsync()
    {
        Signal("-TERM", process);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<(int Status, string Output, string Error)> RunAsync(string dataDirectory, string environment, params string[] arguments)
    {
        using var verb = Launch(arguments, new(dataDirectory), environment);
        var (text, errors) = (verb.StandardOutput.ReadToEndAsync(), verb.StandardError.ReadToEndAsync());
        await verb.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return (verb.ExitCode, await text, await errors);
    }

    /// <summary>SIGTERM for a verb that has begun to print, and is not listened to any longer.</summary>
    public static async Task<int> EndInTheMidstAsync(string dataDirectory, params string[] arguments)
    {
        using var verb = Launch(arguments, new(dataDirectory));
        await verb.StandardOutput.ReadAsync(new char[1]);
        Signal("-TERM", verb);
        await verb.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return verb.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
    }

    private static Process Launch(string[] arguments, Surroundings surroundings, string environment = "Development")
    {
        var start = new ProcessStartInfo("dotnet", [surroundings.Program ?? Program, .. arguments, $"--Billing:DataDirectory={surroundings.DataDirectory}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["DOTNET_ENVIRONMENT"] = environment;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        foreach (var (name, value) in surroundings.Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private void Read(string? line, TaskCompletionSource ready)
    {
        if (line is null) return;
        lock (output) output.Add(line);
        if (ApiLine().Match(line) is { Success: true } api) Address = api.Groups[1].Value;
        if (StripeLine().Match(line) is { Success: true } simulator) SimulatorAddress = simulator.Groups[1].Value;
        if (HealthLine().Match(line) is { Success: true } health) Address = health.Groups[1].Value;
        if (TokenLine().IsMatch(line)) StaffToken = line.Trim();
        if ((part == Part.Gateway ? StaffToken : part == Part.Silo ? Address : SimulatorAddress) != "") ready.TrySetResult();
    }

    private static void Signal(string signal, Process process)
    {
        using var kill = Process.Start("kill", [signal, $"{process.Id}"]);
        kill.WaitForExit();
    }

    [GeneratedRegex(@"^\s+API\s+(http\S+)/graphql")]
    private static partial Regex ApiLine();

    [GeneratedRegex(@"^\s+Health\s+(http\S+)/health/ready")]
    private static partial Regex HealthLine();

    [GeneratedRegex(@"^\s+Stripe\s+(http\S+)")]
    private static partial Regex StripeLine();

    [GeneratedRegex(@"^\s*eyJ[\w-]+\.[\w-]+\.[\w-]+\s*$")]
    private static partial Regex TokenLine();
}

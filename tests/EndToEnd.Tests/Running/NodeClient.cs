using System.Diagnostics;
using System.Text;

namespace Billing.EndToEnd.Tests.Running;

/// <summary>
/// Runs a file of tests/clients with node's own test runner: the libraries that people use speak to the started program. Each file gets what
/// it needs as environment variables. Where node or the packages are missing the test is skipped; in CI that is a failure.
/// </summary>
public static class NodeClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>tests/clients.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "clients");

    /// <summary>Starts nothing but node: all tests of the file have passed when it returns.</summary>
    /// <param name="file">Relative to tests/clients: <c>http/audits.test.js</c>.</param>
    /// <param name="environment">Handed to the file: <c>BILLING_URL</c>, <c>BILLING_TOKEN</c>…</param>
    public static async Task PassAsync(string file, IReadOnlyDictionary<string, string> environment)
    {
        RequirePackages();
        var (status, output) = await RunAsync(["--test", "--test-reporter=spec", file], environment);
        Assert.True(status == 0, $"{file} ended with {status}:\n{output}");
    }

    /// <summary>Runs a script of tests/clients to its end.</summary>
    public static Task<(int Status, string Output)> RunScriptAsync(string file, params string[] arguments)
    {
        RequirePackages();
        return RunAsync([file, .. arguments], new Dictionary<string, string>());
    }

    /// <summary>The program's address and staff token, as the files name them.</summary>
    public static Dictionary<string, string> Of(BillingProcess billing) => new()
    {
        ["BILLING_URL"] = billing.Address,
        ["BILLING_TOKEN"] = billing.StaffToken,
    };

    /// <summary>Skips, or in CI fails, where they are missing.</summary>
    public static void RequirePackages()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "graphql"))) return;
        const string Reason = "The client packages are not here: install node and npm, then build again.";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(Reason);
        Assert.Skip(Reason);
    }

    private static async Task<(int Status, string Output)> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var node = Process.Start(start)!;
        var output = new StringBuilder();
        node.OutputDataReceived += (_, line) => Append(output, line.Data);
        node.ErrorDataReceived += (_, line) => Append(output, line.Data);
        node.BeginOutputReadLine();
        node.BeginErrorReadLine();
        try
        {
            await node.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        }
        finally
        {
            if (!node.HasExited) node.Kill(entireProcessTree: true);
        }

        lock (output) return (node.ExitCode, output.ToString());
    }

    private static void Append(StringBuilder output, string? line)
    {
        if (line is null) return;
        lock (output) output.AppendLine(line);
    }
}

using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Authority;

/// <summary>A real OpenID Connect issuer on this machine: tests/clients/authority/issuer.js. Each start has a key of its own.</summary>
internal sealed class IssuerProcess : IDisposable
{
    private readonly HttpClient http = new();
    private Process process;

    private IssuerProcess(Process process, string address) => (this.process, Address) = (process, address);

    public string Address { get; }

    public static async Task<IssuerProcess> StartAsync()
    {
        NodeClient.RequirePackages();
        var process = Launch(0);
        return new(process, await AddressOf(process));
    }

    /// <summary>What a rotation of keys looks like: the same issuer, and none of the keys of before.</summary>
    public async Task RotateKeysAsync()
    {
        Stop();
        process = Launch(new Uri(Address).Port);
        Assert.Equal(Address, await AddressOf(process));
    }

    /// <summary>An access token by a client's own credentials.</summary>
    public async Task<string> TokenAsync(string client, string audience = "billing")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address + "/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials", ["scope"] = "bill", ["resource"] = "https://services.example/" + audience,
            }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{client}-secret")));
        using var response = await http.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>();
        return (string?)answer!["access_token"] ?? throw new InvalidOperationException(answer.ToJsonString());
    }

    public void Dispose()
    {
        Stop();
        http.Dispose();
    }

    private static Process Launch(int port)
    {
        var start = new ProcessStartInfo("node", ["authority/issuer.js", $"{port}"])
        {
            WorkingDirectory = NodeClient.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task<string> AddressOf(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? throw new InvalidOperationException("The issuer ended before it listened.");

    private void Stop()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Billing.StripeSimulator.Tests.Http;

/// <summary>A simulator on a free port with a directory and a clock of its own, and the calls that tests make most.</summary>
internal sealed class Simulator : IAsyncDisposable
{
    public const string Secret = "whsec_test";

    private readonly string directory = Directory.CreateTempSubdirectory("stripe-simulator-").FullName;
    private StripeSimulatorHost host = null!;

    private Simulator()
    {
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public string DataFile => Path.Combine(directory, "simulator.jsonl");

    public Uri Address => host.Address;

    public HttpClient Client { get; private set; } = null!;

    public long Now => Clock.GetUtcNow().ToUnixTimeSeconds();

    public static async Task<Simulator> StartAsync(Uri? webhookTarget = null, string? apiKey = null)
    {
        var simulator = new Simulator();
        await simulator.OpenAsync(webhookTarget, apiKey);
        return simulator;
    }

    /// <summary>Stops, lets the test touch the file, and starts again on the same file.</summary>
    public async Task RestartAsync(Action? between = null)
    {
        await CloseAsync();
        between?.Invoke();
        await OpenAsync(null, null);
    }

    public async Task<Reply> PostAsync(string path, object? form = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (form is not null)
        {
            request.Content = new FormUrlEncodedContent(Pairs(form));
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await SendAsync(request);
    }

    public async Task<Reply> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request);
    }

    public async Task<Reply> PlayAsync(string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        return await SendAsync(request);
    }

    public Task<Reply> FaultAsync(string json) => PlayAsync("/_simulator/faults", json);

    public async Task<string> NewCustomerAsync() => (await PostAsync("/v1/customers")).Text("id");

    public async Task<string> AttachAsync(string customer, string card) =>
        (await PostAsync($"/v1/payment_methods/{card}/attach", new Dictionary<string, string> { ["customer"] = customer })).Expect(200).Text("id");

    /// <summary>A customer with the card attached, and an intent of 10.00 USD, not confirmed.</summary>
    public async Task<(string Customer, string Method, string Intent)> NewIntentAsync(string card = "pm_card_visa")
    {
        var customer = await NewCustomerAsync();
        var method = await AttachAsync(customer, card);
        return (customer, method, await NewIntentAsync(customer, method));
    }

    public async Task<string> NewIntentAsync(string customer, string method) =>
        (await PostAsync("/v1/payment_intents", IntentForm(customer, method))).Expect(200).Text("id");

    public static Dictionary<string, string> IntentForm(string customer, string method, long amount = 1000, string currency = "usd") => new()
    {
        ["amount"] = $"{amount}",
        ["currency"] = currency,
        ["customer"] = customer,
        ["payment_method"] = method,
        ["payment_method_types[0]"] = "card",
        ["metadata[organizationId]"] = "org_1",
        ["metadata[invoiceNumber]"] = "INV-1",
    };

    public Task<Reply> ConfirmAsync(string intent, string? method = null, bool offSession = false, string? key = null)
    {
        var form = new Dictionary<string, string> { ["off_session"] = offSession ? "true" : "false" };
        if (method is not null)
        {
            form["payment_method"] = method;
        }

        return PostAsync($"/v1/payment_intents/{intent}/confirm", form, key);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(directory, recursive: true);
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(object form) => (IEnumerable<KeyValuePair<string, string>>)form;

    private async Task OpenAsync(Uri? webhookTarget, string? apiKey)
    {
        host = await StripeSimulatorHost.StartAsync(new SimulatorOptions
        {
            Url = new("http://127.0.0.1:0"),
            DataFile = DataFile,
            WebhookSecret = Secret,
            WebhookTarget = webhookTarget,
            ApiKey = apiKey,
        }, Clock);
        Client = new HttpClient { BaseAddress = host.Address };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey ?? "sk_test_simulator");
    }

    private async Task CloseAsync()
    {
        Client.Dispose();
        await host.DisposeAsync();
    }

    private async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, text, response.Headers.Contains("Idempotent-Replayed"));
    }
}

/// <summary>An answer, with its fields by dotted path.</summary>
internal sealed record Reply(int Status, string Body, bool IsReplayed)
{
    public JsonElement Json { get; } = Body.StartsWith('{') || Body.StartsWith('[') ? JsonDocument.Parse(Body).RootElement : default;

    public JsonElement this[string path] => path.Split('.').Aggregate(Json, (element, name) => element.GetProperty(name));

    public string Text(string path) => this[path].GetString()!;

    public Reply Expect(int status)
    {
        Assert.True(Status == status, $"{Status} instead of {status}: {Body}");
        return this;
    }
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Billing.Api.Http;
using Billing.Api.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Billing.Api.Tests.Host;

/// <summary>The gateway on a real server and a free port, with the small schema.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestGateway(WebApplication app)
    {
        this.app = app;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => app.Services;

    public FakeClock Clock => (FakeClock)app.Services.GetRequiredService<IClock>();

    public FakeTimeProvider Time => (FakeTimeProvider)app.Services.GetRequiredService<TimeProvider>();

    public TestOrganizations Organizations => app.Services.GetRequiredService<TestOrganizations>();

    public TestEvents Events => app.Services.GetRequiredService<TestEvents>();

    public CapturedLog Log => app.Services.GetRequiredService<CapturedLog>();

    public static Task<TestGateway> StartAsync(Action<IServiceCollection>? more = null) => StartAsync<SmallSchema>(more);

    public static async Task<TestGateway> StartAsync<TSchema>(Action<IServiceCollection>? more = null)
        where TSchema : GraphQL.Types.Schema
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var log = new CapturedLog();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton<IClock>(new FakeClock());
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider());
        builder.Services.AddSingleton<TestOrganizations>();
        builder.Services.AddSingleton<TestEvents>();
        builder.Services.AddSingleton<IOrganizationScopes>(services => services.GetRequiredService<TestOrganizations>());
        builder.Services.AddBillingGateway<TSchema>((_, options) =>
        {
            options.SigningKey = Keys.Ours;
            options.CursorSecret = new byte[32];
            options.PublishableKey = "pk_test";
        });
        more?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapBillingGateway();
        await app.StartAsync();
        return new TestGateway(app);
    }

    public string Token(string subject = "ann", Role role = Role.Staff) =>
        app.Services.GetRequiredService<TokenMint>().Mint(new Caller(subject, role), Duration.FromHours(1));

    public HttpRequestMessage Post(HttpContent? content, string? accept = "application/json", string? token = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token());
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }
        return request;
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => Client.SendAsync(request, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> SendAsync(string query, object? variables = null, string? accept = "application/json", string? token = null) =>
        SendAsync(Post(JsonContent.Create(new { query, variables }), accept, token));

    /// <summary>The answer's body.</summary>
    public async Task<JsonElement> AskAsync(string query, object? variables = null, string? token = null, string accept = "application/json")
    {
        using var response = await SendAsync(query, variables, accept, token);
        return await BodyAsync(response);
    }

    public static async Task<JsonElement> BodyAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).RootElement;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}

internal static class Keys
{
    public static byte[] OurBytes { get; } = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    public static SigningKey Ours { get; } = new(OurBytes);
}

internal static class Answers
{
    public static string? FirstCode(this JsonElement answer) => answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();

    /// <summary>What stands at a path of <c>data</c>: <c>organization.invoices.nodes.0.number</c>; null where a step of it is null.</summary>
    public static string? At(this JsonElement answer, string path)
    {
        var found = answer.GetProperty("data");
        foreach (var step in path.Split('.'))
        {
            if (found.ValueKind == JsonValueKind.Null) return null;
            found = int.TryParse(step, out var index) ? found[index] : found.GetProperty(step);
        }
        return found.ValueKind == JsonValueKind.Null ? null : found.ToString();
    }

    public static string? FirstMessage(this JsonElement answer) => answer.GetProperty("errors")[0].GetProperty("message").GetString();
}

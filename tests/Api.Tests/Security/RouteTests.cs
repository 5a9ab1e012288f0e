using System.Net.Http.Headers;
using System.Net.Http.Json;
using Billing.Api.Http;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Contracts.Invoices;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Microsoft.AspNetCore.Routing;

namespace Billing.Api.Tests.Security;

/// <summary>Every address that the gateway maps, tried by every kind of caller. One that is not in the table fails, so a new one has to say whom it is for.</summary>
public sealed class RouteTests : IAsyncLifetime
{
    private const string Everybody = "200 200 200 200 200 200 200 200 200";
    private const string WhoeverIsKnown = "401 401 200 200 200 200 200 200 200";

    /// <summary>The statuses are those of anonymous, expired, stranger, plain, biller, manager, owner, staff, service.</summary>
    private static readonly (string Route, string Method, string Path, string? Accept, string Statuses)[] Table =
    [
        ("/", "GET", "/", null, "404 404 404 404 404 404 404 404 404"),
        ("/graphql", "POST", "/graphql", "application/json", WhoeverIsKnown),
        ("/graphql", "GET", "/graphql?query=%7Bviewer%7Bid%7D%7D", "application/json", WhoeverIsKnown),
        ("/graphql", "POST", "/graphql", "text/event-stream", WhoeverIsKnown),
        ("/graphql", "GET", "/graphql?query=%7Bviewer%7Bid%7D%7D", "text/event-stream", WhoeverIsKnown),
        ("/schema.graphql", "GET", "/schema.graphql", null, Everybody),
        ("/health/live", "GET", "/health/live", null, Everybody),
        ("/health/ready", "GET", "/health/ready", null, Everybody),
        // Whoever comes with a good signature is Stripe; no token makes up for it.
        ("/webhooks/stripe", "POST", "/webhooks/stripe", null, "400 400 400 400 400 400 400 400 400"),
        ("/invoices/{organizationId}/{number}.pdf", "GET", "/invoices/org_1/0001.pdf", null, "401 401 404 403 200 403 200 200 200"),
        ("/invoices/{organizationId}/{number}.pdf", "HEAD", "/invoices/org_1/0001.pdf", null, "401 401 404 403 200 403 200 200 200"),
        ("/invoices/{organizationId}/{number}.pdf", "GET", "/invoices/org_9/0001.pdf", null, "401 401 404 404 404 404 404 404 404"),
    ];

    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await new BillingWorld().StartAsync(services =>
    {
        services.AddSingleton<IInvoiceDocuments>(new Documents());
        services.AddSingleton<IWebhookReceiver>(new NoWebhooks());
    });

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task Every_route_answers_every_caller_as_the_table_says()
    {
        var wrong = new List<string>();
        foreach (var (route, method, path, accept, statuses) in Table)
        {
            var answers = new List<int>();
            foreach (var who in Enum.GetValues<Who>()) answers.Add(await StatusAsync(method, path, accept, Callers.TokenOf(gateway, who)));
            if (string.Join(' ', answers) != statuses) wrong.Add($"{method} {route} ({accept}): {string.Join(' ', answers)}, not {statuses}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_table_has_every_route_and_no_other()
    {
        var mapped = gateway.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(route => "/" + route.RoutePattern.RawText!.Trim('/'));
        Assert.Equal(mapped.Distinct().Order(), Table.Select(row => row.Route).Distinct().Order());
    }

    private async Task<int> StatusAsync(string method, string path, string? accept, string token)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (method == "POST") request.Content = JsonContent.Create(new { query = "{ viewer { id } }" });
        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private sealed class NoWebhooks : IWebhookReceiver
    {
        public Task<bool> AcceptAsync(ReadOnlyMemory<byte> body, string signature) => throw new InvalidOperationException("Nothing here is signed.");
    }

    private sealed class Documents : IInvoiceDocuments
    {
        public byte[] Render(Invoice invoice, OrganizationState state) => "%PDF"u8.ToArray();
    }
}

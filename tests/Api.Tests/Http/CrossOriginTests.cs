using System.Net;
using Billing.Api.Http;
using Billing.Api.Tests.Host;
using Microsoft.Extensions.Primitives;

namespace Billing.Api.Tests.Http;

public sealed class CrossOriginTests : IAsyncLifetime
{
    private const string Ours = "https://app.example";
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await TestGateway.StartAsync();
        gateway.Services.GetRequiredService<GatewayOptions>().AllowedOrigins.Add(Ours);
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Theory]
    [InlineData("/graphql", "POST")]
    [InlineData("/graphql", "GET")]
    [InlineData("/invoices/org_1/0001.pdf", "GET")]
    public async Task A_page_of_ours_may_ask_and_read_answers(string path, string method)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, path);
        preflight.Headers.Add("Origin", Ours);
        preflight.Headers.Add("Access-Control-Request-Method", method);
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        using var allowed = await gateway.SendAsync(preflight);
        Assert.Equal((HttpStatusCode.NoContent, Ours), (allowed.StatusCode, Header(allowed, "Access-Control-Allow-Origin")));
        Assert.Equal("3600", Header(allowed, "Access-Control-Max-Age"));
        Assert.Contains("authorization", Header(allowed, "Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("", Header(allowed, "Access-Control-Allow-Credentials"));

        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Add("Origin", Ours);
        using var response = await gateway.SendAsync(request);
        Assert.Equal(Ours, Header(response, "Access-Control-Allow-Origin"));
        Assert.Contains("Retry-After", Header(response, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://app.example.evil.example")]
    [InlineData("http://app.example")]
    [InlineData("null")]
    public async Task A_page_of_elsewhere_may_not(string origin)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/graphql");
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        using var refused = await gateway.SendAsync(preflight);
        Assert.Equal("", Header(refused, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    public async Task What_a_form_could_send_without_asking_is_no_request(string mediaType)
    {
        using var content = new StringContent("{\"query\":\"mutation { sign(input: { organizationId: \\\"org_1\\\" }) }\"}", new System.Net.Http.Headers.MediaTypeHeaderValue(mediaType));
        using var response = await gateway.SendAsync(gateway.Post(content));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? new StringValues([.. values]).ToString() : "";
}

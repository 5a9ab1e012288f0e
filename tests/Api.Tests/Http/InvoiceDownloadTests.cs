using System.Net;
using System.Net.Http.Headers;
using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Contracts;
using Billing.Contracts.Invoices;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;

namespace Billing.Api.Tests.Http;

/// <summary>/invoices/{organizationId}/{number}.pdf: who gets it, who does not, and what comes along.</summary>
public sealed class InvoiceDownloadTests : IAsyncLifetime
{
    private const string Path = "/invoices/org_1/0001.pdf";

    private readonly BillingWorld world = new();
    private readonly Documents documents = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await world.StartAsync(services => services.AddSingleton<IInvoiceDocuments>(documents));

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Theory]
    [InlineData("owner", Role.User, 200)]
    [InlineData("biller", Role.User, 200)]
    [InlineData("ann", Role.Staff, 200)]
    [InlineData("robot", Role.Service, 200)]
    [InlineData("manager", Role.User, 403)]
    [InlineData("plain", Role.User, 403)]
    [InlineData("removed", Role.User, 404)]
    [InlineData("stranger", Role.User, 404)]
    [InlineData("nobody", Role.User, 404)]
    public async Task The_same_right_as_the_invoice(string subject, Role role, int status)
    {
        using var response = await AskAsync(Path, gateway.Token(subject, role));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, documents.Rendered);
        var answer = await gateway.AskAsync("{ organization(id: \"org_1\") { invoice(number: \"0001\") { number } } }", token: gateway.Token(subject, role));
        Assert.Equal(status == 200, answer.TryGetProperty("data", out var data) && data.ToString().Contains("0001", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_browser_shows_it_and_keeps_nothing()
    {
        using var response = await AskAsync(Path, gateway.Token());
        Assert.Equal("application/pdf", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("inline; filename=\"invoice-0001.pdf\"", response.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.True(response.Headers.CacheControl is { Private: true, NoStore: true });
        Assert.Equal("%PDF of org_1 0001"u8.ToArray(), await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Head_says_the_same_without_the_file()
    {
        using var response = await AskAsync(Path, gateway.Token(), HttpMethod.Head);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/pdf", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(18, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var refused = await AskAsync(Path, token: null, HttpMethod.Head);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var posted = await AskAsync(Path, gateway.Token(), HttpMethod.Post);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("forged.token.here")]
    public async Task Without_a_good_token_it_is_401(string? token)
    {
        using var response = await AskAsync(Path, token);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("UNAUTHENTICATED", (await TestGateway.BodyAsync(response)).FirstCode());
        Assert.Equal(0, documents.Rendered);
    }

    [Theory]
    [InlineData("/invoices/org_9/0001.pdf")]
    [InlineData("/invoices/not%20an%20id/0001.pdf")]
    [InlineData("/invoices/org_1%2F..%2Forg_2/0001.pdf")]
    [InlineData("/invoices/org_1/0002.pdf")]
    [InlineData("/invoices/org_1/1.pdf")]
    [InlineData("/invoices/org_1/00001.pdf")]
    [InlineData("/invoices/org_1/-001.pdf")]
    [InlineData("/invoices/org_1/99999999999999999999.pdf")]
    public async Task What_is_not_there_is_404(string path)
    {
        using var response = await AskAsync(path, gateway.Token());
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("NOT_FOUND", (await TestGateway.BodyAsync(response)).FirstCode());
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task A_stranger_cannot_tell_a_foreign_organization_from_none()
    {
        using var foreign = await AskAsync("/invoices/org_1/0001.pdf", gateway.Token("stranger", Role.User));
        using var none = await AskAsync("/invoices/org_9/0001.pdf", gateway.Token("stranger", Role.User));
        Assert.Equal((await TestGateway.BodyAsync(none)).ToString(), (await TestGateway.BodyAsync(foreign)).ToString());
    }

    [Fact]
    public async Task A_failure_within_has_its_status_and_no_details()
    {
        documents.Fails = true;
        using var broken = await AskAsync(Path, gateway.Token());
        Assert.Equal(HttpStatusCode.InternalServerError, broken.StatusCode);
        Assert.DoesNotContain("secret", (await TestGateway.BodyAsync(broken)).ToString(), StringComparison.Ordinal);
        world.Fails = new UnavailableException("Try again.");
        using var away = await AskAsync(Path, gateway.Token());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Equal("UNAVAILABLE", (await TestGateway.BodyAsync(away)).FirstCode());
    }

    [Fact]
    public async Task The_path_that_the_invoice_names_is_this_one()
    {
        var answer = await gateway.AskAsync("{ organization(id: \"org_1\") { invoice(number: \"0001\") { pdfPath } } }");
        Assert.Contains($"\"pdfPath\":\"{Path}\"", answer.ToString(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string? token, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await gateway.SendAsync(request);
    }

    private sealed class Documents : IInvoiceDocuments
    {
        public int Rendered { get; private set; }

        public bool Fails { get; set; }

        public byte[] Render(Invoice invoice, OrganizationState state)
        {
            if (Fails) throw new InvalidOperationException("secret");
            Rendered++;
            return System.Text.Encoding.ASCII.GetBytes($"%PDF of {state.Id.Value} {invoice.NumberText}");
        }
    }
}

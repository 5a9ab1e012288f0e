using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Billing.Api.Documents;
using Billing.Api.Http;
using Billing.Api.Security;
using Billing.Api.Tests.Host;

namespace Billing.Api.Tests.Documents;

public sealed class TrustedDocumentTests : IAsyncLifetime
{
    private const string Greet = "query Greet { hello(name: \"trusted\") }";
    private readonly string folder = Directory.CreateTempSubdirectory("billing-documents-").FullName;
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(folder, "app"));
        File.WriteAllText(Path.Combine(folder, "app", "greet.graphql"), Greet);
        File.WriteAllText(Path.Combine(folder, "persisted-documents.json"), """{"abc123":"query Role { role }"}""");
        File.WriteAllText(Path.Combine(folder, "readme.txt"), "no document");
        gateway = await TestGateway.StartAsync();
        Options.TrustedDocuments = TrustedDocuments.Read(folder);
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private GatewayOptions Options => gateway.Services.GetRequiredService<GatewayOptions>();

    [Theory]
    [InlineData("app/greet")]
    [InlineData("<hash>")]
    [InlineData("sha256:<hash>")]
    public async Task A_document_is_named_by_its_path_or_its_hash(string id) => Assert.Equal(
        "Hello trusted", (await SendAsync(new { documentId = id.Replace("<hash>", Hash(Greet), StringComparison.Ordinal) })).At("hello"));

    [Fact]
    public async Task A_manifest_gives_its_documents_their_ids() => Assert.Equal("Staff", (await SendAsync(new { documentId = "abc123" })).At("role"));

    [Fact]
    public async Task A_trusted_hash_needs_no_first_request() => Assert.Equal(
        "Hello trusted", (await SendAsync(new { extensions = new { persistedQuery = new { version = 1, sha256Hash = Hash(Greet) } } })).At("hello"));

    [Theory]
    [InlineData("""{"documentId":"nothing"}""")]
    [InlineData("""{"documentId":"app/greet","query":"{ hello }"}""")]
    [InlineData("""{"documentId":7}""")]
    public async Task A_wrong_id_is_refused_and_named(string body)
    {
        var answer = await SendAsync(JsonSerializer.Deserialize<JsonElement>(body));
        Assert.Equal("BAD_USER_INPUT", answer.FirstCode());
        Assert.Equal("documentId", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("field").GetString());
    }

    [Theory]
    [InlineData(TrustedOnly.None, Role.User, true, true)]
    [InlineData(TrustedOnly.Browsers, Role.User, true, false)]
    [InlineData(TrustedOnly.Browsers, Role.User, false, true)]
    [InlineData(TrustedOnly.Browsers, Role.Service, true, false)]
    [InlineData(TrustedOnly.Browsers, Role.Staff, true, true)]
    [InlineData(TrustedOnly.All, Role.Staff, false, false)]
    [InlineData(TrustedOnly.All, Role.Service, false, false)]
    public async Task Other_documents_are_run_for_those_only_who_may_send_them(TrustedOnly only, Role role, bool fromBrowser, bool isRun)
    {
        Options.TrustedOnly = only;
        var known = await SendAsync(new { query = Greet }, role, fromBrowser);
        var other = await SendAsync(new { query = "{ hello }" }, role, fromBrowser);
        var persisted = await SendAsync(new { query = "{ hello }", extensions = new { persistedQuery = new { version = 1, sha256Hash = Hash("{ hello }") } } }, role, fromBrowser);

        Assert.Equal("Hello trusted", known.At("hello"));
        foreach (var answer in new[] { other, persisted })
        {
            if (isRun) Assert.Equal("Hello ", answer.At("hello"));
            else Assert.Equal("FORBIDDEN", answer.FirstCode());
        }
    }

    [Fact]
    public async Task What_others_have_persisted_is_not_trusted()
    {
        const string Query = "{ hello }";
        await SendAsync(new { query = Query, extensions = new { persistedQuery = new { version = 1, sha256Hash = Hash(Query) } } });
        Options.TrustedOnly = TrustedOnly.Browsers;
        var answer = await SendAsync(new { extensions = new { persistedQuery = new { version = 1, sha256Hash = Hash(Query) } } }, Role.User, fromBrowser: true);
        Assert.Equal("FORBIDDEN", answer.FirstCode());
    }

    [Theory]
    [InlineData("query Wrong { nothing }", "wrong.graphql:1:15: Cannot query field")]
    [InlineData("query Wrong {", "wrong.graphql:1:14: Error parsing query")]
    public async Task A_document_that_does_not_fit_the_schema_is_named_with_its_place(string text, string told)
    {
        File.WriteAllText(Path.Combine(folder, "wrong.graphql"), text);
        Options.TrustedDocuments = TrustedDocuments.Read(folder);
        var wrong = await Assert.ThrowsAsync<FormatException>(() => gateway.Services.CheckTrustedDocumentsAsync());
        Assert.StartsWith(told, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_is_none_and_two_documents_of_one_id_are_named()
    {
        File.WriteAllText(Path.Combine(folder, "list.json"), "[1]");
        Assert.Contains("list.json", Assert.Throws<FormatException>(() => TrustedDocuments.Read(folder)).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "list.json"), """{"abc123":"{ hello }"}""");
        Assert.Contains("abc123", Assert.Throws<FormatException>(() => TrustedDocuments.Read(folder)).Message, StringComparison.Ordinal);
    }

    private static string Hash(string query) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query)));

    private async Task<JsonElement> SendAsync(object body, Role role = Role.Staff, bool fromBrowser = false)
    {
        using var request = gateway.Post(JsonContent.Create(body), token: gateway.Token("ann", role));
        if (fromBrowser) request.Headers.Add("Sec-Fetch-Mode", "cors");
        using var response = await gateway.SendAsync(request);
        return await TestGateway.BodyAsync(response);
    }
}

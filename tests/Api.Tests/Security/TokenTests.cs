using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Billing.Api.Security;
using Billing.Api.Tests.Host;
using NodaTime;

namespace Billing.Api.Tests.Security;

public sealed class TokenTests
{
    private const long Exp = 1748782800;    // 2025-06-01T13:00:00Z, an hour from the tests' now
    private readonly FakeClock clock = new();

    private SigningKeyTokens Reader => new(Keys.Ours, clock);

    [Theory]
    [InlineData(Role.User)]
    [InlineData(Role.Staff)]
    [InlineData(Role.Service)]
    public async Task A_minted_token_is_read_back(Role role)
    {
        var token = new TokenMint(Keys.Ours, clock).Mint(new Caller("mem_1", role), Duration.FromHours(1));
        var verdict = await Reader.ReadAsync(token);
        Assert.Equal(new Caller("mem_1", role), verdict.Caller);
        Assert.Equal(clock.Now + Duration.FromHours(1), verdict.ExpiresAt);
    }

    [Theory]
    [InlineData(3_600, true)]
    [InlineData(3_629, true)]
    [InlineData(3_630, false)]
    public async Task A_token_ends_with_its_exp_and_a_little_skew(int seconds, bool good)
    {
        var token = Signed("HS256", $$"""{"sub":"ann","role":"STAFF","exp":{{Exp}}}""");
        clock.Now += Duration.FromSeconds(seconds);
        Assert.Equal(good, (await Reader.ReadAsync(token)).Caller is not null);
    }

    [Theory]
    [InlineData("""{"sub":"ann","role":"STAFF"}""")]
    [InlineData("""{"sub":"ann","role":"STAFF","exp":"never"}""")]
    [InlineData("""{"sub":"ann","role":"ADMIN","exp":1748782800}""")]
    [InlineData("""{"sub":"ann","role":"staff","exp":1748782800}""")]
    [InlineData("""{"sub":"ann","role":["STAFF"],"exp":1748782800}""")]
    [InlineData("""{"sub":"ann","role":["USER","STAFF"],"exp":1748782800}""")]
    [InlineData("""{"sub":"ann","exp":1748782800}""")]
    [InlineData("""{"role":"STAFF","exp":1748782800}""")]
    [InlineData("""{"sub":"","role":"STAFF","exp":1748782800}""")]
    [InlineData("""{"sub":"a b","role":"STAFF","exp":1748782800}""")]
    [InlineData("""{"sub":"ann","role":"STAFF","exp":1748782800,"nbf":1748779300}""")]
    public async Task Claims_that_are_missing_or_odd_make_no_caller(string payload) =>
        Assert.Null((await Reader.ReadAsync(Signed("HS256", payload))).Caller);

    [Fact]
    public async Task The_header_chooses_neither_algorithm_nor_key()
    {
        var payload = $$"""{"sub":"ann","role":"STAFF","exp":{{Exp}}}""";
        Assert.NotNull((await Reader.ReadAsync(Signed("HS256", payload, header: """{"alg":"HS256","kid":"other","jku":"http://evil.example/keys"}"""))).Caller);
        Assert.Null((await Reader.ReadAsync(Unsigned("""{"alg":"none"}""", payload) + ".")).Caller);
        Assert.Null((await Reader.ReadAsync(Unsigned("""{"alg":"None","typ":"JWT"}""", payload) + ".")).Caller);
        Assert.Null((await Reader.ReadAsync(Signed("HS384", payload))).Caller);
        Assert.Null((await Reader.ReadAsync(Signed("HS512", payload))).Caller);
        Assert.Null((await Reader.ReadAsync(Signed("RS256", payload))).Caller);
        Assert.Null((await Reader.ReadAsync(Signed("HS256", payload, key: new byte[32]))).Caller);
        Assert.Null((await Reader.ReadAsync(Signed("HS256", payload) + "A")).Caller);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    public async Task Nonsense_is_no_token(string token) => Assert.Null((await Reader.ReadAsync(token)).Caller);

    [Fact]
    public void A_short_key_is_refused_by_name() =>
        Assert.Contains("Billing:Auth:SigningKey", Assert.Throws<ArgumentException>(() => SigningKey.FromBase64("c2hvcnQ=")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task Without_a_good_token_everything_is_401(string accept)
    {
        await using var gateway = await TestGateway.StartAsync();
        foreach (var header in new[] { null, "Bearer", "Bearer x", "Basic YTpi", "Bearer " + gateway.Token() + "x" })
        {
            foreach (var query in new[] { "{ hello }", "{ __typename }", "{ __schema { types { name } } }", "{" })
            {
                var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
                request.Headers.TryAddWithoutValidation("Accept", accept);
                if (header is not null)
                {
                    request.Headers.TryAddWithoutValidation("Authorization", header);
                }
                using var response = await gateway.SendAsync(request);
                Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
                Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
                Assert.Equal("UNAUTHENTICATED", (await TestGateway.BodyAsync(response)).FirstCode());
            }
        }
    }

    private static string Signed(string algorithm, string payload, byte[]? key = null, string? header = null)
    {
        var text = Unsigned(header ?? $$"""{"alg":"{{algorithm}}","typ":"JWT"}""", payload);
        var bytes = Encoding.ASCII.GetBytes(text);
        var secret = key ?? Keys.OurBytes;
        var signature = algorithm switch
        {
            "HS384" => HMACSHA384.HashData(secret, bytes),
            "HS512" => HMACSHA512.HashData(secret, bytes),
            _ => HMACSHA256.HashData(secret, bytes),
        };
        return text + "." + Base64Url.EncodeToString(signature);
    }

    private static string Unsigned(string header, string payload) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)) + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload));
}

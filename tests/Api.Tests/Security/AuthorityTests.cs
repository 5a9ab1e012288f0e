using System.Security.Cryptography;
using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace Billing.Api.Tests.Security;

/// <summary>Tokens of an OpenID Connect provider: its keys, with its own algorithms, for our audience.</summary>
public sealed class AuthorityTests
{
    private static readonly string[] Audiences = ["other", "billing"];

    private readonly FakeClock clock = new();

    [Fact]
    public async Task A_token_of_the_authority_makes_a_caller_until_its_exp()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var verdict = await Reader(issuer).ReadAsync(issuer.Token());
        Assert.Equal(new Caller("ann", Role.Staff), verdict.Caller);
        Assert.Equal(Instant.FromUnixTimeSeconds(1748782800), verdict.ExpiresAt);
        Assert.NotNull((await Reader(issuer).ReadAsync(issuer.Token(issuer.Ecdsa, SecurityAlgorithms.EcdsaSha256))).Caller);
        Assert.NotNull((await Reader(issuer).ReadAsync(issuer.Token(claims: claims => claims["aud"] = Audiences))).Caller);
    }

    [Fact]
    public async Task Another_audience_issuer_or_key_makes_none()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var reader = Reader(issuer);
        using var foreign = RSA.Create(2048);
        Assert.Null((await reader.ReadAsync(issuer.Token(claims: claims => claims["aud"] = "other"))).Caller);
        Assert.Null((await reader.ReadAsync(issuer.Token(claims: claims => claims.Remove("aud")))).Caller);
        Assert.Null((await reader.ReadAsync(issuer.Token(claims: claims => claims["iss"] = "https://evil.example"))).Caller);
        Assert.Null((await reader.ReadAsync(issuer.Token(claims: claims => claims.Remove("iss")))).Caller);
        Assert.Null((await reader.ReadAsync(issuer.Token(new RsaSecurityKey(foreign) { KeyId = "rsa-1" }))).Caller);
        Assert.Null((await reader.ReadAsync(issuer.Token(new RsaSecurityKey(foreign)))).Caller);
    }

    [Fact]
    public async Task Claims_that_are_missing_or_odd_make_none()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var reader = Reader(issuer);
        foreach (var claim in new[] { "sub", "role", "exp" })
        {
            Assert.Null((await reader.ReadAsync(issuer.Token(claims: claims => claims.Remove(claim)))).Caller);
        }
        Assert.Null((await reader.ReadAsync(issuer.Token(claims: claims => claims["role"] = "ADMIN"))).Caller);
        Assert.Null((await reader.ReadAsync(issuer.Token(claims: claims => claims["role"] = Audiences))).Caller);
        Assert.Null((await reader.ReadAsync(issuer.Token(claims: claims => claims["sub"] = "a b"))).Caller);
        clock.Now += Duration.FromSeconds(3_630);
        Assert.Null((await reader.ReadAsync(issuer.Token())).Caller);
    }

    [Fact]
    public async Task A_key_signs_with_its_own_algorithm_only()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var reader = Reader(issuer);
        Assert.Null((await reader.ReadAsync(issuer.Token(algorithm: SecurityAlgorithms.RsaSha512))).Caller);
        Assert.Null((await reader.ReadAsync(issuer.Token(algorithm: SecurityAlgorithms.RsaSsaPssSha256))).Caller);
    }

    [Fact]
    public async Task The_public_key_is_no_secret_to_sign_with_and_none_is_no_algorithm()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var reader = Reader(issuer);
        foreach (var secret in new[] { issuer.Rsa.Rsa.ExportSubjectPublicKeyInfo(), issuer.Rsa.Rsa.ExportRSAPublicKey(), issuer.Rsa.Rsa.ExportParameters(false).Modulus! })
        {
            Assert.Null((await reader.ReadAsync(issuer.Token(new SymmetricSecurityKey(secret) { KeyId = "rsa-1" }, SecurityAlgorithms.HmacSha256))).Caller);
        }
        var parts = issuer.Token().Split('.');
        Assert.Null((await reader.ReadAsync(Base64UrlEncoder.Encode("""{"alg":"none"}""") + "." + parts[1] + ".")).Caller);
        Assert.Null((await reader.ReadAsync("a.b.c")).Caller);
    }

    [Fact]
    public async Task Keys_that_a_header_brings_along_are_not_looked_at()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var evil = await FakeIssuer.StartAsync();
        using var foreign = RSA.Create(2048);
        var parameters = foreign.ExportParameters(false);
        var header = new Dictionary<string, object>
        {
            ["jku"] = evil.Name + "/keys",
            ["x5u"] = evil.Name + "/keys",
            ["jwk"] = new Dictionary<string, object> { ["kty"] = "RSA", ["n"] = Base64UrlEncoder.Encode(parameters.Modulus), ["e"] = Base64UrlEncoder.Encode(parameters.Exponent) },
        };
        Assert.Null((await Reader(issuer).ReadAsync(issuer.Token(new RsaSecurityKey(foreign), header: header))).Caller);
        Assert.Equal(0, evil.Fetches);
    }

    [Fact]
    public async Task Keys_are_fetched_once_and_not_at_all_for_what_cannot_be_theirs()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var reader = Reader(issuer);
        await reader.ReadAsync(new TokenMint(Keys.Ours, clock).Mint(new("ann", Role.Staff), Duration.FromHours(1)));
        await reader.ReadAsync("nonsense");
        Assert.Equal(0, issuer.Fetches);
        for (var time = 0; time < 5; time++)
        {
            await reader.ReadAsync(issuer.Token());
        }
        Assert.Equal(1, issuer.Fetches);
    }

    [Fact]
    public async Task A_new_key_is_fetched_when_a_token_names_it_and_the_old_one_ends()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var reader = Reader(issuer);
        Assert.NotNull((await reader.ReadAsync(issuer.Token())).Caller);
        using var rsa = RSA.Create(2048);
        var next = new RsaSecurityKey(rsa) { KeyId = "rsa-2" };
        issuer.Publish(next, "RS256");
        var found = await Eventually(async () => (await reader.ReadAsync(issuer.Token(next))).Caller);
        Assert.Equal(new Caller("ann", Role.Staff), found);
    }

    [Fact]
    public async Task While_the_authority_cannot_be_asked_its_tokens_are_neither_good_nor_bad()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.IsDown = true;
        var reader = Reader(issuer);
        await Assert.ThrowsAsync<UnavailableException>(() => reader.ReadAsync(issuer.Token()));
    }

    [Fact]
    public async Task The_own_key_and_the_authority_are_good_side_by_side()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var reader = new TokensOfEither([new SigningKeyTokens(Keys.Ours, clock), Reader(issuer)]);
        Assert.NotNull((await reader.ReadAsync(issuer.Token())).Caller);
        Assert.NotNull((await reader.ReadAsync(new TokenMint(Keys.Ours, clock).Mint(new("ann", Role.Staff), Duration.FromHours(1)))).Caller);
        Assert.Null((await reader.ReadAsync(issuer.Token() + "x")).Caller);
    }

    [Theory]
    [InlineData("http://issuer.example", "billing", "Billing:Auth:Authority")]
    [InlineData("ftp://127.0.0.1", "billing", "Billing:Auth:Authority")]
    [InlineData("https://issuer.example", " ", "Billing:Auth:Audience")]
    public void A_wrong_setting_is_named(string address, string audience, string setting) =>
        Assert.Contains(setting, new AuthorityOptions(new(address), audience).Problem(), StringComparison.Ordinal);

    private AuthorityTokens Reader(FakeIssuer issuer) => new(new(issuer.Address, "billing"), clock, NullLogger<AuthorityTokens>.Instance);

    /// <summary>The library fetches new keys beside the call that lacked them: one that comes after it finds them.</summary>
    private static async Task<Caller?> Eventually(Func<Task<Caller?>> ask)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await ask() is { } found) return found;
            await Task.Yield();
        }
        return null;
    }
}

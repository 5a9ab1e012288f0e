using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Extensions.Logging;

namespace Billing.Api.Tests.Host;

/// <summary>An OpenID Connect issuer on a free port: its metadata, its keys, and tokens as good or as bad as a test wants them.</summary>
internal sealed class FakeIssuer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<JsonWebKey> published = [];

    private FakeIssuer(WebApplication app) => this.app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>How often the keys were fetched.</summary>
    public int Fetches { get; private set; }

    /// <summary>Answers 503 to everything.</summary>
    public bool IsDown { get; set; }

    public RsaSecurityKey Rsa { get; } = new(RSA.Create(2048)) { KeyId = "rsa-1" };

    public ECDsaSecurityKey Ecdsa { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "ec-1" };

    public static async Task<FakeIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var issuer = new FakeIssuer(builder.Build());
        issuer.app.Use((context, next) => issuer.IsDown ? Down(context) : next(context));
        issuer.app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = issuer.Name, jwks_uri = issuer.Name + "/keys" }));
        issuer.app.MapGet("/keys", () =>
        {
            issuer.Fetches++;
            return Results.Json(new { keys = issuer.published.Select(key => new { kty = key.Kty, kid = key.Kid, alg = key.Alg, n = key.N, e = key.E, crv = key.Crv, x = key.X, y = key.Y }) });
        });
        await issuer.app.StartAsync();
        issuer.Address = new(issuer.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        issuer.Publish(issuer.Rsa, "RS256");
        issuer.Publish(issuer.Ecdsa, null);
        return issuer;
    }

    public string Name => Address.AbsoluteUri.TrimEnd('/');

    /// <param name="algorithm">The only one that the key says it is for; null where it says none.</param>
    public void Publish(AsymmetricSecurityKey key, string? algorithm)
    {
        var published = key is RsaSecurityKey rsa ? JsonWebKeyConverter.ConvertFromRSASecurityKey(new(rsa.Rsa.ExportParameters(false)) { KeyId = rsa.KeyId }) : Public((ECDsaSecurityKey)key);
        published.Alg = algorithm;
        this.published.Add(published);
    }

    /// <summary>A token of this issuer for the audience <c>billing</c>, good for an hour from the tests' now, unless changed.</summary>
    public string Token(
        SecurityKey? key = null, string algorithm = SecurityAlgorithms.RsaSha256, Action<Dictionary<string, object>>? claims = null, Dictionary<string, object>? header = null)
    {
        var content = new Dictionary<string, object>
        {
            ["iss"] = Name, ["aud"] = "billing", ["sub"] = "ann", ["role"] = "STAFF", ["exp"] = 1748782800L,
        };
        claims?.Invoke(content);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = content,
            AdditionalHeaderClaims = header,
            SigningCredentials = new(key ?? Rsa, algorithm),
        });
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static JsonWebKey Public(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(false).Q;
        return new() { Kty = "EC", Kid = key.KeyId, Crv = "P-256", X = Base64UrlEncoder.Encode(point.X), Y = Base64UrlEncoder.Encode(point.Y) };
    }

    private static Task Down(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }
}

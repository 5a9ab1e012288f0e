using Billing.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace Billing.Api.Security;

/// <summary>
/// Reads tokens of an OpenID Connect provider: signed by a key that it publishes, with an asymmetric algorithm (and the key's own, where it names
/// one), its issuer, our audience, an end. What a token's header says of keys (<c>jku</c>, <c>jwk</c>, <c>x5u</c>) is not looked at; <c>kid</c> only
/// chooses among the published ones. Keys are fetched once, kept, and fetched again when a token names one that is not among them.
/// </summary>
internal sealed partial class AuthorityTokens : ITokenReader
{
    /// <summary>The provider's keys may be asked for again so often, however many tokens with unknown keys come.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);

    private static readonly string[] Asymmetric =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = TokenClaims.LongestToken };
    private readonly ConfigurationManager<OpenIdConnectConfiguration> keys;
    private readonly TokenValidationParameters parameters;
    private readonly AuthorityOptions options;
    private readonly ILogger<AuthorityTokens> logger;
    private OpenIdConnectConfiguration? learned;
    private volatile IReadOnlyDictionary<string, string> algorithms = new Dictionary<string, string>();

    public AuthorityTokens(AuthorityOptions options, IClock clock, ILogger<AuthorityTokens> logger)
    {
        (this.options, this.logger) = (options, logger);
        var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = 1024 * 1024 };
        keys = new(
            options.Address.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(http) { RequireHttps = options.Address.Scheme == Uri.UriSchemeHttps })
        {
            RefreshInterval = Refresh,
        };
        parameters = new TokenValidationParameters
        {
            ConfigurationManager = keys,
            ValidAudience = options.Audience,
            AlgorithmValidator = (algorithm, key, _, _) => IsItsOwn(algorithm, key),
            ValidateIssuerSigningKey = true,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => TokenClaims.AreCurrent(from, until, clock.GetCurrentInstant()),
        };
    }

    /// <inheritdoc/>
    public async Task<TokenVerdict> ReadAsync(string token)
    {
        if (token.Length > TokenClaims.LongestToken || !LooksLikeTheirs(token))
        {
            return TokenVerdict.Bad;
        }
        await RequireKeysAsync();
        var result = await handler.ValidateTokenAsync(token, parameters);
        return result is { IsValid: true, SecurityToken: JsonWebToken read } ? TokenClaims.VerdictOf(read, options.RoleClaim) : TokenVerdict.Bad;
    }

    /// <summary>What cannot be the authority's is not worth a fetch of its keys.</summary>
    private bool LooksLikeTheirs(string token) =>
        handler.CanReadToken(token) && Read(token) is { } unverified && Asymmetric.Contains(unverified.Alg, StringComparer.Ordinal);

    private JsonWebToken? Read(string token)
    {
        try
        {
            return handler.ReadJsonWebToken(token);
        }
        catch (ArgumentException)   // three parts, but no JSON in them
        {
            return null;
        }
    }

    /// <exception cref="UnavailableException">There are none yet, and the provider does not answer.</exception>
    private async Task RequireKeysAsync()
    {
        try
        {
            Learn(await keys.GetConfigurationAsync(CancellationToken.None));
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or HttpRequestException)
        {
            LogNoKeys(logger, options.Address, failure.GetType().Name);
            throw new UnavailableException("The identity provider cannot be reached to check your token. Try again in a moment.");
        }
    }

    /// <summary>The keys that name an algorithm: the library forgets it on its way from the published key to the one that it checks with.</summary>
    private void Learn(OpenIdConnectConfiguration configuration)
    {
        if (configuration == learned)
        {
            return;
        }
        algorithms = (configuration.JsonWebKeySet?.Keys ?? []).Where(key => !string.IsNullOrEmpty(key.Alg) && key.Kid is not null)
            .DistinctBy(key => key.Kid).ToDictionary(key => key.Kid, key => key.Alg, StringComparer.Ordinal);
        learned = configuration;
    }

    private bool IsItsOwn(string algorithm, SecurityKey key) =>
        Asymmetric.Contains(algorithm, StringComparer.Ordinal) && (key.KeyId is null || !algorithms.TryGetValue(key.KeyId, out var own) || own == algorithm);

    [LoggerMessage(5201, LogLevel.Warning, "The keys of {Authority} cannot be fetched ({Failure}): its tokens cannot be checked")]
    private static partial void LogNoKeys(ILogger logger, Uri authority, string failure);
}

using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace Billing.Api.Security;

/// <summary>Reads tokens signed with the configured key. The header chooses nothing: HS256 and this key, whatever <c>alg</c>, <c>kid</c> or <c>jku</c> say.</summary>
internal sealed class SigningKeyTokens : ITokenReader
{
    private const string RoleClaim = "role";

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = TokenClaims.LongestToken };
    private readonly TokenValidationParameters parameters;

    public SigningKeyTokens(SigningKey key, IClock clock)
    {
        parameters = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKeyResolver = (_, _, _, _) => [key.SecurityKey],
            ValidateIssuerSigningKey = true,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidateIssuer = false,
            ValidateAudience = false,
            LifetimeValidator = (from, until, _, _) => TokenClaims.AreCurrent(from, until, clock.GetCurrentInstant()),
        };
    }

    public async Task<TokenVerdict> ReadAsync(string token)
    {
        if (token.Length > TokenClaims.LongestToken)
        {
            return TokenVerdict.Bad;
        }
        var result = await handler.ValidateTokenAsync(token, parameters);
        return result is { IsValid: true, SecurityToken: JsonWebToken read } ? TokenClaims.VerdictOf(read, RoleClaim) : TokenVerdict.Bad;
    }
}

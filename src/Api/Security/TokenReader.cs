using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace Billing.Api.Security;

/// <summary>What a token turned out to be.</summary>
/// <param name="Caller">Null where the token is not good.</param>
public sealed record TokenVerdict(Caller? Caller, Instant ExpiresAt)
{
    public static TokenVerdict Bad { get; } = new(null, Instant.MinValue);
}

public interface ITokenReader
{
    Task<TokenVerdict> ReadAsync(string token);
}

/// <summary>Reads tokens signed with the configured key. The header chooses nothing: HS256 and this key, whatever <c>alg</c>, <c>kid</c> or <c>jku</c> say.</summary>
internal sealed class TokenReader : ITokenReader
{
    /// <summary>Clocks of two machines may differ by this much.</summary>
    private static readonly Duration Skew = Duration.FromSeconds(30);
    private const int LongestToken = 4_096;

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken };
    private readonly TokenValidationParameters parameters;

    public TokenReader(SigningKey key, IClock clock)
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
            LifetimeValidator = (from, until, _, _) => IsCurrent(from, until, clock.GetCurrentInstant()),
        };
    }

    public async Task<TokenVerdict> ReadAsync(string token)
    {
        if (token.Length > LongestToken)
        {
            return TokenVerdict.Bad;
        }
        var result = await handler.ValidateTokenAsync(token, parameters);
        return result is { IsValid: true, SecurityToken: JsonWebToken read } && CallerOf(read) is { } caller
            ? new(caller, Instant.FromDateTimeUtc(read.ValidTo))
            : TokenVerdict.Bad;
    }

    private static bool IsCurrent(DateTime? from, DateTime? until, Instant now) =>
        until is { } end && now < Utc(end) + Skew && (from is not { } start || now >= Utc(start) - Skew);

    private static Instant Utc(DateTime time) => Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static Caller? CallerOf(JsonWebToken token) =>
        token.TryGetPayloadValue<object>("role", out var role) && RoleOf(role as string) is { } known && OrganizationArgument.IsPlausible(token.Subject)
            ? new(token.Subject, known)
            : null;

    private static Role? RoleOf(string? name) => name switch
    {
        "USER" => Role.User,
        "STAFF" => Role.Staff,
        "SERVICE" => Role.Service,
        _ => null,
    };
}

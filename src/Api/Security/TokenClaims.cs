using Microsoft.IdentityModel.JsonWebTokens;
using NodaTime;

namespace Billing.Api.Security;

/// <summary>What is read out of every token whose signature is good, whoever signed it.</summary>
internal static class TokenClaims
{
    public const int LongestToken = 4_096;

    /// <summary>Clocks of two machines may differ by this much.</summary>
    private static readonly Duration Skew = Duration.FromSeconds(30);

    /// <param name="roleClaim">Holds USER, STAFF or SERVICE, as text.</param>
    public static TokenVerdict VerdictOf(JsonWebToken token, string roleClaim) =>
        token.TryGetPayloadValue<object>(roleClaim, out var role) && RoleOf(role as string) is { } known && OrganizationArgument.IsPlausible(token.Subject)
            ? new(new(token.Subject, known), Instant.FromDateTimeUtc(token.ValidTo))
            : TokenVerdict.Bad;

    /// <summary>Whether now is within a token's life; it must have an end.</summary>
    public static bool AreCurrent(DateTime? from, DateTime? until, Instant now) =>
        until is { } end && now < Utc(end) + Skew && (from is not { } start || now >= Utc(start) - Skew);

    private static Instant Utc(DateTime time) => Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static Role? RoleOf(string? name) => name switch
    {
        "USER" => Role.User,
        "STAFF" => Role.Staff,
        "SERVICE" => Role.Service,
        _ => null,
    };
}

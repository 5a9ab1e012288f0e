using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace Billing.Api.Security;

/// <summary>Makes tokens with the configured key: for the <c>token</c> verb, the Development page and portal sessions.</summary>
public sealed class TokenMint(SigningKey key, IClock clock)
{
    /// <param name="lifetime">From now; more than none.</param>
    public string Mint(Caller caller, Duration lifetime)
    {
        var now = clock.GetCurrentInstant();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object> { ["sub"] = caller.Subject, ["role"] = Name(caller.Role) },
            IssuedAt = now.ToDateTimeUtc(),
            Expires = (now + lifetime).ToDateTimeUtc(),
            SigningCredentials = new SigningCredentials(key.SecurityKey, SecurityAlgorithms.HmacSha256),
        });
    }

    private static string Name(Role role) => role switch
    {
        Role.Staff => "STAFF",
        Role.Service => "SERVICE",
        _ => "USER",
    };
}

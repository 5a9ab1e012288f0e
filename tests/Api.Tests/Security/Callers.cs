using Billing.Api.Security;
using Billing.Api.Tests.Host;
using NodaTime;

namespace Billing.Api.Tests.Security;

/// <summary>The callers of the matrix, as they come.</summary>
internal static class Callers
{
    public static string TokenOf(TestGateway gateway, Who who) => who switch
    {
        Who.Anonymous => "",
        Who.Expired => gateway.Services.GetRequiredService<TokenMint>().Mint(new("owner", Role.User), Duration.FromMinutes(-10)),
        Who.Staff => gateway.Token("ann", Role.Staff),
        Who.Service => gateway.Token("crm", Role.Service),
        _ => gateway.Token(who.ToString().ToLowerInvariant(), Role.User),
    };
}

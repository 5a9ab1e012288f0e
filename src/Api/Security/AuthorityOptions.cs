namespace Billing.Api.Security;

/// <summary>An OpenID Connect provider whose tokens are accepted.</summary>
/// <param name="Address">The issuer's address: <c>/.well-known/openid-configuration</c> below it says the rest. HTTPS, or HTTP to this machine.</param>
/// <param name="Audience">What a token's <c>aud</c> must name: this service.</param>
/// <param name="RoleClaim">The claim that holds USER, STAFF or SERVICE.</param>
public sealed record AuthorityOptions(Uri Address, string Audience, string RoleClaim = "role")
{
    /// <summary>What is wrong with it, by the setting's name; null when nothing is.</summary>
    public string? Problem() =>
        !Address.IsAbsoluteUri || (Address.Scheme != Uri.UriSchemeHttps && !(Address.Scheme == Uri.UriSchemeHttp && Address.IsLoopback))
            ? "Billing:Auth:Authority is no https address (http is for an issuer on this machine)."
        : string.IsNullOrWhiteSpace(Audience) ? "Billing:Auth:Audience is missing: what the aud of the authority's tokens must be."
        : null;
}

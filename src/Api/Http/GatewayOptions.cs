using Billing.Api.Documents;
using Billing.Api.Limits;
using Billing.Api.Security;

namespace Billing.Api.Http;

/// <summary>What the gateway needs to be told.</summary>
public sealed class GatewayOptions
{
    /// <summary>Signs and checks tokens. Required where there is no <see cref="Authority"/>.</summary>
    public SigningKey? SigningKey { get; set; }

    /// <summary>An OpenID Connect provider whose tokens are good as well.</summary>
    public AuthorityOptions? Authority { get; set; }

    /// <summary>Signs cursors: the deployment's secret. Required.</summary>
    public ReadOnlyMemory<byte> CursorSecret { get; set; }

    /// <summary>The payment provider's key for browsers, which goes with each client secret.</summary>
    public string PublishableKey { get; set; } = "";

    /// <summary>Origins (<c>https://app.example</c>) whose pages may use the gateway, beside the service's own.</summary>
    public ISet<string> AllowedOrigins { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Documents that a request may name by id.</summary>
    public TrustedDocuments TrustedDocuments { get; set; } = TrustedDocuments.None;

    /// <summary>Who may run only these.</summary>
    public TrustedOnly TrustedOnly { get; set; }

    public GatewayLimits Limits { get; set; } = new();
}

namespace Billing.Grains.Payments;

/// <summary>How to reach the payment provider: the section <c>Stripe</c> of the configuration. A class, not a record: its text must not
/// show the keys.</summary>
public sealed class StripeOptions
{
    /// <summary>The secret key of the account, <c>sk_…</c> or <c>rk_…</c>. No default.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>An absolute http or https address without a path, to talk to something else than Stripe itself. Default: none, Stripe's
    /// own.</summary>
    public string? ApiBase { get; set; }

    /// <summary>The signing secret of the webhook endpoint, <c>whsec_…</c>. Default: none, and then every webhook is refused
    /// (F9).</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>The key that browsers may know, <c>pk_…</c>. Default: none.</summary>
    public string? PublishableKey { get; set; }

    /// <summary>What is wrong with the options, naming the key and never its value; null when they are fine.</summary>
    public string? Problem() =>
        string.IsNullOrEmpty(ApiKey) ? "Stripe:ApiKey is missing."
        : !ApiKey.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-') ? "Stripe:ApiKey is no key."
        : ApiBase is { Length: > 0 } && !IsOrigin(ApiBase) ? "Stripe:ApiBase is not an absolute http or https address without a path."
        : null;

    private static bool IsOrigin(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };
}

namespace Billing.StripeSimulator;

/// <summary>Where the simulator listens and what it remembers.</summary>
public sealed record SimulatorOptions
{
    /// <summary>An http address with an IP address or <c>localhost</c>. Port 0 takes a free one.</summary>
    public required Uri Url { get; init; }

    /// <summary>The file that holds all state, made when missing. Only one simulator at a time opens it.</summary>
    public required string DataFile { get; init; }

    /// <summary>The one key that is accepted; null accepts every key that begins with <c>sk_</c> or <c>rk_</c>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Signs webhooks, as Stripe's <c>whsec_…</c> does.</summary>
    public required string WebhookSecret { get; init; }

    /// <summary>Where events are posted; null posts none.</summary>
    public Uri? WebhookTarget { get; init; }
}

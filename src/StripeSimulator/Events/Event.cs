using System.Text.Json;
using Billing.StripeSimulator.Persistence;

namespace Billing.StripeSimulator.Events;

internal sealed record Event : Resource
{
    private const long LifetimeSeconds = 30 * 24 * 60 * 60;

    public override string Object => "event";

    public required string ApiVersion { get; init; }

    public required EventData Data { get; init; }

    public bool Livemode { get; init; }

    public int PendingWebhooks { get; init; }

    public required EventRequest Request { get; init; }

    public required string Type { get; init; }

    /// <summary>Stripe shows events for 30 days.</summary>
    public bool IsExpired(long now) => now - Created >= LifetimeSeconds;
}

/// <param name="Object">The object as it was then.</param>
internal sealed record EventData(JsonElement Object);

/// <summary>The call that caused it; nulls when the cardholder did.</summary>
internal sealed record EventRequest(string? Id, string? IdempotencyKey);

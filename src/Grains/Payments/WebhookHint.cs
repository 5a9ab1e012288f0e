using Billing.Domain;

namespace Billing.Grains.Payments;

/// <summary>What a genuine webhook comes to: look at this payment intent. It proves nothing else, the grain retrieves (F8).</summary>
/// <param name="EventId">The provider's id of the event: the same on every delivery.</param>
/// <param name="PaymentIntentId">Null when the event is of no use to us: answer 200, do nothing.</param>
/// <param name="Organization">Whose intent it says to be; null when it does not say, and then there is nobody to ask.</param>
/// <param name="Deployment">Which deployment made the intent: another one's is none of ours.</param>
public sealed record WebhookHint(string EventId, string? PaymentIntentId, OrganizationId? Organization, string? Deployment);

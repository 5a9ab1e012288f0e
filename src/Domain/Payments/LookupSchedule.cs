using NodaTime;

namespace Billing.Domain.Payments;

/// <summary>When an unknown outcome is looked up again, in real time.</summary>
public static class LookupSchedule
{
    private static readonly Duration[] Distances =
        [Duration.FromSeconds(2), Duration.FromSeconds(10), Duration.FromMinutes(1), Duration.FromMinutes(5), Duration.FromMinutes(15)];

    public static Duration Distance(int lookups) => lookups < Distances.Length ? Distances[lookups] : Duration.FromHours(1);
}

/// <summary>When somebody looks whether a cardholder who was asked to confirm has done so, in real time: no webhook need ever come (F10). The secret in
/// his browser stays good until the intent is canceled, so this goes on as long as the invoice waits for him.</summary>
public static class CardholderLooks
{
    private static readonly Duration[] Distances = [Duration.FromMinutes(2), Duration.FromMinutes(10), Duration.FromHours(1), Duration.FromHours(6)];

    public static Instant NextAt(PaymentProgress payment) => payment.NextCardholderLookAt ?? payment.LastAttempt!.SentAt + Distance(0);

    /// <param name="looks">Those made before.</param>
    public static Duration Distance(int looks) => looks < Distances.Length ? Distances[looks] : Duration.FromDays(1);
}

using NodaTime;

namespace Billing.Grains.Organizations;

/// <summary>How long an organization whose turns fail waits before the next: what is broken must not eat the machine, nor the provider's patience (D8).</summary>
public static class TurnBackoff
{
    private const int Most = 12;

    /// <param name="failures">Turns in a row that ended in a bug, 0 or more.</param>
    /// <returns>Nothing, then 1, 2, 4 s… up to 34 minutes.</returns>
    public static Duration After(int failures) => failures == 0 ? Duration.Zero : Duration.FromSeconds(1 << (Math.Min(failures, Most) - 1));
}

using NodaTime;

namespace Billing.Api.Tests.Host;

/// <summary>The tests' own time.</summary>
internal sealed class FakeClock : IClock
{
    public Instant Now { get; set; } = Instant.FromUtc(2025, 6, 1, 12, 0);

    public Instant GetCurrentInstant() => Now;
}

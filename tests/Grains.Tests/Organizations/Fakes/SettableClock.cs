using Billing.Domain;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Grains.Tests.Organizations.Fakes;

/// <summary>Real time, as far as the engine can tell.</summary>
internal sealed class SettableClock(Instant now) : IClock
{
    public Instant Now { get; set; } = now;

    public Instant GetCurrentInstant() => Now;
}

/// <summary>Ids that count up, so that runs can be compared.</summary>
internal sealed class CountingIds(int last = 0) : IIdSource
{
    public int Last { get; private set; } = last;

    public InvoiceId NewInvoiceId() => new($"inv_{++Last}");

    public MemberId NewMemberId() => new($"mem_{++Last}");

    public MailId NewMailId() => new($"mail_{++Last}");

    public SeasonId NewSeasonId() => new($"sea_{++Last}");

    public AdHocRequestId NewAdHocRequestId() => new($"adh_{++Last}");
}

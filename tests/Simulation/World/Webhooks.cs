using Billing.Grains.Tests.Organizations.Fakes;
using NodaTime;

namespace Billing.Simulation.Tests.World;

/// <summary>What the provider tells on its own: dropped, doubled, late by up to three days, and so in any order (F8, F10).</summary>
internal sealed class Webhooks(History history)
{
    private readonly List<FakeIntent> told = [];

    /// <summary>They come at all; a week without is nothing special.</summary>
    public bool Quiet { get; set; }

    public void Tell(FakeIntent intent)
    {
        told.Add(intent);
        if (Quiet) return;
        switch (history.Luck(0, 9))
        {
            case 0 or 1: return;
            case 2:
                Deliver(intent, Duration.FromSeconds(history.Luck(1, 30)));
                Deliver(intent, Duration.FromSeconds(history.Luck(1, 3_000)));
                break;
            case 3: Deliver(intent, Duration.FromMinutes(history.Luck(1, 3 * 24 * 60))); break;
            default: Deliver(intent, Duration.FromMilliseconds(history.Luck(10, 5_000))); break;
        }
    }

    /// <summary>One that nobody sent now: an old one again, one that says what is not so, or one for nobody.</summary>
    public void Forge(int which)
    {
        if (told.Count == 0) return;
        var old = told[which % told.Count];
        Deliver(
            (which % 3) switch
            {
                0 => old,
                1 => old with { Status = Domain.Payments.IntentStatus.Succeeded, ChargeId = "ch_forged", Error = null },
                _ => old with { Id = "pi_of_somebody_else" },
            }, Duration.FromMilliseconds(10));
    }

    /// <summary>The last word on every intent.</summary>
    public void TellAgain(Duration wait)
    {
        foreach (var intent in history.Stripe.Intents) Deliver(intent, wait);
    }

    private void Deliver(FakeIntent intent, Duration wait) => history.Later(wait, () =>
    {
        if (history.Route() is not { } process) return;
        history.Heard[intent.Id] = intent;
        process.Wake(intent.Id);
    });
}

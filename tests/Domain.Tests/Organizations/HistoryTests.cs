using Billing.Domain.Catalog;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Domain.Tests.Storage;
using CsCheck;
using NodaTime;

namespace Billing.Domain.Tests.Organizations;

/// <summary>Whole histories at random (P16). A failure prints its seed: set CsCheck_Seed to repeat it.</summary>
public class HistoryTests
{
    private static readonly Gen<BankWord> Word = Gen.Frequency(
        (6, Gen.Const(BankWord.Yes)), (3, Gen.Const(BankWord.No())), (1, Gen.Const(BankWord.No("stolen_card"))), (1, Gen.Const(BankWord.ThreeDSecure)),
        (1, Gen.Const(BankWord.WantsCardholder)));

    private static readonly Gen<Wire> Fate = Gen.Frequency((6, Gen.Const(Wire.Holds)), (1, Gen.Const(Wire.BreaksBefore)), (1, Gen.Const(Wire.BreaksAfter)));

    [Fact]
    public void P16_a_jump_comes_to_the_same_as_a_walk_seasons_and_storage_included() =>
        Gen.Select(Gen.Int[0, 1460], Gen.Int[1, 900], Word.Array[0, 30], Gen.Int[1, 40].Array[1, 60], Gen.Int[0, 4]).Sample((day, distance, words, steps, kind) =>
        {
            var (jump, walk) = (Start(day, kind, words), Start(day, kind, words));
            var end = jump.Now + Duration.FromDays(distance);
            foreach (var step in steps) walk.AdvanceTo(Instant.Min(end, walk.Now + Duration.FromHours((step * step) + 1)));
            walk.AdvanceTo(end);
            jump.AdvanceTo(end);
            Assert.Equal(Snapshot.Of(jump.State), Snapshot.Of(walk.State));
        }, iter: 150);

    [Fact]
    public void P16_no_sequence_of_orders_retries_unknown_outcomes_and_look_ups_charges_twice() =>
        Gen.Select(Word.Array[0, 40], Fate.Array[0, 60], Gen.Int[0, 9].Array[5, 40], Gen.Int[1, 200].Array[5, 40]).Sample((words, fates, orders, steps) =>
        {
            var life = Life.Signed();
            life.Says(words);
            life.Breaks(fates);
            for (var index = 0; index < Math.Min(orders.Length, steps.Length); index++)
            {
                Act(life, orders[index]);
                life.AdvanceTo(life.Now + Duration.FromHours(steps[index]));
                AccessIsRight(life);
            }

            life.Provider.Line.Clear();
            for (var round = 0; round < 5; round++) life.LookUp(200);
            Assert.DoesNotContain(life.State.Invoices, invoice => invoice.Payment.IsUnknown);
            foreach (var invoice in life.State.Invoices.Where(invoice => invoice.Status == InvoiceStatus.Paid))
                Assert.Equal(invoice.PaidByCard.Minor, life.Provider.Taken.GetValueOrDefault(invoice.Id.Value));
            Assert.Equal(Expected(life), life.State.Contract!.FullTimeSeats);
        }, iter: 400);

    [Fact]
    public void A02_never_locked_before_72_hours_and_never_open_after() => Gen.Select(Word.Array[3, 6], Gen.Int[1, 30].Array[20, 40]).Sample((words, steps) =>
    {
        var life = Life.Signed();
        life.Says(words);
        foreach (var step in steps)
        {
            life.AdvanceTo(life.Now + Duration.FromHours(step * 6));
            AccessIsRight(life);
        }
    }, iter: 200);

    private static Life Start(int day, int kind, BankWord[] words)
    {
        var start = new LocalDate(2024, 1, 1).PlusDays(day).AtUtcMidnight().Plus(Duration.FromHours(7)).ToString();
        var life = new Life(start);
        if (kind != 1) life.NewCard();
        life.Do(kind switch
        {
            0 => Life.AnnualTerms,
            1 => Life.Terms with { TrialDays = 20 },
            2 => Life.Terms with { Collection = Collection.SendInvoice },
            _ => Life.Terms with { TaxRatePpm = 77_000, TermMonths = 3 },
        });
        if (kind == 3) life.Do(new ScheduleReduction(null, 6));
        if (kind == 4) life.Do(new CancelSubscription());
        Furnish(life, day);
        life.Says(words);
        return life;
    }

    /// <summary>Seasons apart, back to back and overlapping, people in them, storage above its allocation, and a wish for more seats.</summary>
    private static void Furnish(Life life, int day)
    {
        var today = life.Now.UtcDate();
        foreach (var (from, days) in new[] { (day % 40, 10), (day % 40 + 11, 20), (25, day % 60), (200, 40) })
            life.Do(new SetSeason(null, $"From day {from}", today.PlusDays(from), today.PlusDays(from + days), 2));
        var seasons = life.State.Seasons.Keys.OrderBy(id => id.Value, StringComparer.Ordinal).ToArray();
        life.Seasonal("ann", seasons);
        life.Seasonal("bo", seasons[day % seasons.Length]);
        life.Gigabytes(day % 3, 1);
        life.Data((6 + (day % 5)) * StorageOrders.Gb);
        life.Do(new RequestAdHocSeats(2, today.PlusDays(30), 1));
    }

    private static void Act(Life life, int order)
    {
        switch (order)
        {
            case 0 or 1: life.BuySeats(order + 2); break;
            case 2: life.Upgrade(PlanCode.Ultimate); break;
            case 3: life.NewCard($"pm_card_{life.Journal.Count:0000}"); break;
            case 4: life.Do(new PayInvoice(life.Last.NumberText)); break;
            case 5: life.LookUp(3); break;
            case 6: life.Look(life.Last.Number); break;
            case 7: life.Do(new CreateInvoice([new("Training", 1, 4_000)])); break;
            case 8 when life.Provider.Intents.FirstOrDefault(intent => intent.Status == IntentStatus.RequiresAction) is { } asked:
                life.Provider.Cardholder(asked.Id, confirms: life.Journal.Count % 3 > 0);
                if (life.Journal.Count % 2 == 0) life.Look(life.State.FindInvoice(asked.Metadata.InvoiceNumber)!.Number);
                break;
            default: life.Do(new CancelPurchase(life.Last.NumberText)); break;
        }
    }

    /// <summary>Past due ends at its deadline, not before and not after, unless an outcome is unknown (A61).</summary>
    private static void AccessIsRight(Life life)
    {
        if (life.Status == AccountState.PastDue && !life.State.OpenInvoices.Any(invoice => invoice.Payment.IsUnsettled))
            Assert.True(life.Now < life.State.Status.Deadline);
        for (var index = 0; index < life.Journal.Count; index++)
        {
            if (life.Journal[index].Event is not AccountStatusChanged { After: AccountState.BillingOnly, Reason: StatusReason.PaymentDeclined } locked) continue;
            var failed = life.Journal.Take(index).Select(recorded => recorded.Event).OfType<InvoiceFailed>().Last(fact => life.State.Invoice(fact.Number).OnDecline == DeclineRule.Dunning);
            Assert.True(life.Journal[index].At >= failed.FailedAt + Duration.FromHours(72));
            Assert.Equal(AccountState.PastDue, locked.Before);
        }
    }

    /// <summary>Seats come from paid purchases alone, each once.</summary>
    private static int Expected(Life life) => 10 + life.State.Invoices
        .Where(invoice => invoice is { Kind: InvoiceKind.Seats, Status: InvoiceStatus.Paid }).Sum(invoice => ((SeatsGrant)invoice.Grant!).Added);
}

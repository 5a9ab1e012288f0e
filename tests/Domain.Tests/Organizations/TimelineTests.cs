using System.Collections.Immutable;
using Billing.Domain.Catalog;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;

namespace Billing.Domain.Tests.Organizations;

public class TimelineTests
{
    [Theory]
    [InlineData("2025-02-14T23:59:59Z", 0), InlineData("2025-02-15T00:00:00Z", 1)]
    public void A58_until_is_included(string until, int items) => Assert.Equal(items, Until(Life.Signed(), until).Length);

    [Fact]
    public void A58_the_amount_of_a_renewal_is_after_tax_and_credit()
    {
        var life = Life.Signed(Life.Terms with { TaxRatePpm = 100_000 });
        life.Do(new GrantCredit(6_500, "Sorry"));
        Assert.Equal([59_500L, 66_000], Until(life, "2025-03-15").Select(item => item.Amount!.Value.Minor));
    }

    [Fact]
    public void A58_what_the_timeline_says_is_what_happens()
    {
        var life = Life.Signed(Life.Terms with { TaxRatePpm = 88_750 });
        life.Do(new GrantCredit(100_000, "Sorry"));
        life.Do(new ScheduleReduction(PlanCode.Business, 7));
        var said = Until(life, "2026-06-01").Select(item => (item.At, item.Amount!.Value.Minor)).ToList();
        life.AdvanceTo("2026-06-01");
        Assert.Equal(life.State.Invoices.Skip(1).Select(invoice => (invoice.IssuedAt, invoice.AmountDue.Minor)), said);
    }

    [Fact]
    public void A58_reminders_trial_end_grace_and_cancellation_are_on_it()
    {
        var trial = new Life();
        trial.Do(Life.Terms with { TrialDays = 14 });
        Assert.Equal([TimelineKind.PaymentReminder, TimelineKind.PaymentReminder, TimelineKind.TrialEnds], Until(trial, "2025-12-31").Select(item => item.What));
        Assert.Equal([TimelineKind.GraceEnds], Until(Life.PastDue(), "2025-12-31").Select(item => item.What));
        var canceled = Life.Signed(Life.AnnualTerms);
        canceled.Do(new CancelSubscription());
        var end = Assert.Single(Until(canceled, "2030-12-31"));
        Assert.Equal((TimelineKind.Cancellation, Life.At("2026-01-15")), (end.What, end.At));
    }

    [Fact]
    public void A58_a_mailed_invoice_falls_due_on_it()
    {
        var life = new Life();
        life.Do(Life.AnnualTerms with { Collection = Collection.SendInvoice });
        Assert.Equal([TimelineKind.InvoiceDue, TimelineKind.GraceEnds], Until(life, "2025-06-01").Select(item => item.What));
    }

    [Fact]
    public void A58_asking_changes_nothing_and_too_much_is_refused()
    {
        var life = Life.Signed();
        var before = Snapshot.Of(life.State);
        Assert.Null(Timeline.Until(life.State, life.Context, Life.At("2199-12-31")));
        Assert.Equal(before, Snapshot.Of(life.State));
    }

    private static ImmutableArray<TimelineItem> Until(Life life, string until) => Timeline.Until(life.State, life.Context, Life.At(until))!.Value;
}

using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Domain.Pricing;
using Billing.Domain.Seats;
using NodaTime;

namespace Billing.Domain.Tests;

/// <summary>Orders as people give them, with what a test does not care about filled in.</summary>
public sealed partial class Life
{
    /// <summary>10 seats of the Business plan at 6,000 minor units a month (60,000 a year), for a year, by card.</summary>
    public static StartContract Terms { get; } = new(
        PlanCode.Business, BillingInterval.Monthly, Licensing.SeatBased, 10, 0, null, null, null, [], "USD", [], null, null, false, null, Collection.ChargeCard);

    public static StartContract AnnualTerms { get; } = Terms with { Interval = BillingInterval.Annual };

    public AccountState Status => State.Status.State;

    public Contract Contract => State.Contract!;

    public Invoice Last => State.Invoices[^1];

    public long Balance => State.Credit.Balance.Minor;

    /// <summary>A signed organization with a card.</summary>
    public static Life Signed(StartContract? terms = null, string start = "2025-01-15T09:30:00Z", bool testClock = true)
    {
        var life = new Life(start, testClock);
        life.NewCard();
        life.Do(terms ?? Terms);
        Assert.Equal(AccountState.Active, life.Status);
        return life;
    }

    /// <summary>Signed on 15 January, its renewal of 15 February declined at 00:00 UTC.</summary>
    public static Life PastDue(string declineCode = "insufficient_funds")
    {
        var life = Signed();
        life.Says(BankWord.No(declineCode));
        life.AdvanceTo("2025-02-15");
        Assert.Equal(AccountState.PastDue, life.Status);
        return life;
    }

    /// <summary>The same three days later, every attempt declined.</summary>
    public static Life Locked()
    {
        var life = PastDue();
        life.Says(BankWord.No(), BankWord.No());
        life.AdvanceTo("2025-02-18");
        Assert.Equal(AccountState.BillingOnly, life.Status);
        return life;
    }

    public bool AdvanceTo(string instant) => AdvanceTo(At(instant));

    /// <summary>Nobody was awake until then: what was due is worked off late (P12). In real time only.</summary>
    public bool SleepUntil(string instant)
    {
        Assert.Null(State.TestClock);
        Now = RealNow = At(instant);
        return CatchUp(Now);
    }

    public Answer NewCard(string paymentMethodId = "pm_card_4242") => Do(new UpdateCard(paymentMethodId));

    public void Says(params BankWord[] words)
    {
        foreach (var word in words) Provider.Bank.Enqueue(word);
    }

    public void Breaks(params Wire[] fates)
    {
        foreach (var fate in fates) Provider.Line.Enqueue(fate);
    }

    public Preview PreviewSeats(int seats, SeatType type = SeatType.FullTime)
    {
        var result = Previews.Seats(State, Context, seats, type);
        Assert.Null(result.Refusal);
        return result.Preview!;
    }

    public Preview PreviewPlan(PlanCode plan)
    {
        var result = Previews.PlanChange(State, Context, plan);
        Assert.Null(result.Refusal);
        return result.Preview!;
    }

    public Answer BuySeats(int seats, SeatType type = SeatType.FullTime, string? key = null) =>
        Do(new PurchaseSeats(seats, type, Previews.Seats(State, Context, seats, type).Preview?.Claim), key);

    public Answer Upgrade(PlanCode plan) => Do(new UpgradePlan(plan, Previews.PlanChange(State, Context, plan).Preview?.Claim));

    public Answer Add(string name, MemberType type = MemberType.FullTime, params Permission[] permissions) =>
        Do(new AddMember(null, name, $"{name}@example.com", type, [.. permissions], null));

    public Answer Address(string primary, params string[] additional) =>
        Do(new UpdateBillingDetails(null, null, null, null, primary, [.. additional]));

    /// <summary>In the browser, and then confirmPayment.</summary>
    public Answer Cardholder(bool confirms)
    {
        var invoice = State.OpenInvoices.First(open => open.Payment.AwaitsCardholder);
        Provider.Cardholder(invoice.Payment.IntentId!, confirms);
        return Do(new ConfirmPayment(invoice.NumberText));
    }

    public TimeSpanOfStatus? When(AccountState state) => Journal
        .Where(recorded => recorded.Event is AccountStatusChanged changed && changed.After == state)
        .Select(recorded => new TimeSpanOfStatus(recorded.At, (AccountStatusChanged)recorded.Event)).LastOrDefault();

    private Answer Answered(Decision decision)
    {
        if (decision.Refusal is { } refusal) return new(refusal.Code, refusal.Field, null, null);
        var invoice = decision.InvoiceNumber is { } number ? State.Invoice(number) : null;
        return new(Trouble(invoice), null, invoice, decision.MemberId);
    }

    private static ErrorCode? Trouble(Invoice? invoice) => invoice switch
    {
        null => null,
        { VoidReason: VoidReason.Declined } => ErrorCode.PaymentDeclined,
        { IsOpen: true, Payment.IsUnsettled: true } => ErrorCode.PaymentPending,
        { IsOpen: true, Payment.LastAttempt.Outcome: AttemptOutcome.ActionRequired } => ErrorCode.PaymentActionRequired,
        { IsOpen: true, Payment.LastAttempt.Outcome: AttemptOutcome.Declined } => ErrorCode.PaymentDeclined,
        _ => null,
    };
}

/// <summary>A change of status and when it took place.</summary>
public sealed record TimeSpanOfStatus(Instant At, AccountStatusChanged Change);

using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Domain.Tax;
using NodaTime;
using NodaTime.Text;

namespace Billing.Domain.Tests;

/// <summary>What an order came to, once its payment has been worked off: the error as a caller would see it.</summary>
public sealed record Answer(ErrorCode? Error, string? Field, Invoice? Invoice, MemberId? MemberId);

/// <summary>An organization's life in memory, by the domain's rules alone: orders are decided, facts folded, payments worked off step by step
/// against a <see cref="PretendProvider"/>, and <see cref="AdvanceTo(Instant)"/> works off the agenda entry by entry.</summary>
public sealed partial class Life
{
    public const string Deployment = "test";
    public static readonly MemberId Owner = new("mem_owner");
    public static readonly Actor Staff = new("staff", true);
    public static readonly Actor OwnerActor = new(Owner.Value, false);

    private static readonly HashSet<int> Nobody = [];
    private readonly Ids ids = new();

    /// <param name="testClock">Whether real time is another (A57); else both are one.</param>
    public Life(string start = "2025-01-15T09:30:00Z", bool testClock = true, OrganizationKind kind = OrganizationKind.Production)
    {
        Now = RealNow = At(start);
        var owner = new Member
        {
            Id = Owner, Name = "Olivia", Email = "olivia@example.com", Type = MemberType.FullTime, Status = MemberStatus.Active, Permissions = [],
            IsOwner = true, InvitedAt = Now,
        };
        var created = new OrganizationCreated(new("org_1"), new("acc_1"), "Example", kind, "Etc/UTC", testClock ? Now : null, owner);
        Journal.AddRange(OrganizationRules.Create(created, Now, "staff").Events);
        State = OrganizationFold.Start(Journal[0]);
    }

    public OrganizationState State { get; private set; }

    /// <summary>On the organization's clock.</summary>
    public Instant Now { get; private set; }

    public Instant RealNow { get; private set; }

    public PretendProvider Provider { get; } = new();

    public List<RecordedEvent> Journal { get; } = [];

    public Catalog.Catalog Catalog { get; set; } = TestCatalog.Value;

    public Actor Actor { get; set; } = Staff;

    public DecisionContext Context => new(Now, RealNow, Actor, Catalog, new BillingPolicy(30), ids, ContractTax.Instance);

    public IEnumerable<QueuedMail> Mails => Facts<MailQueued>().Select(queued => queued.Mail);

    public static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text.Length == 10 ? text + "T00:00:00Z" : text).GetValueOrThrow();

    public IEnumerable<T> Facts<T>() => Journal.Select(recorded => recorded.Event).OfType<T>();

    /// <summary>Catches up, decides, appends, works off the payment, answers: as the real engine does.</summary>
    public Answer Do(OrganizationCommand order, string? key = null)
    {
        CatchUp(Now);
        var context = Context with { Key = key is null ? null : new KeyClaim(key, order.ToString()) };
        if (Keys.Find(State, context.Key) is { } use) return Answered(new([], null, use.InvoiceNumber, use.MemberId));
        var decision = order is UpdateCard card
            ? CardRules.CardAttached(State, context, new(card.PaymentMethodId, "visa", card.PaymentMethodId[^4..], 12, 2030))
            : OrganizationRules.Decide(State, order, context);
        if (decision.Refusal is not null) Assert.Empty(decision.Events);
        Commit(decision);
        Pump();
        if (order is ConfirmPayment confirm) Look(State.FindInvoice(confirm.InvoiceNumber)!.Number);
        return Answered(decision);
    }

    /// <summary>Everything due until then happens in order.</summary>
    /// <returns>False where the outcome of a payment must be known first: the clock stands there (A61).</returns>
    public bool AdvanceTo(Instant to)
    {
        while (Agenda.Next(State) is { } entry && entry.At <= to)
        {
            Now = Instant.Max(Now, entry.At);
            if (State.TestClock is null) RealNow = Now;
            if (!CatchUp(Now)) return false;
        }

        Now = to;
        if (State.TestClock is null) RealNow = Now;
        else Commit(OrganizationRules.AdvanceClock(State, Context, to));
        Pump();
        return true;
    }

    /// <summary>Real time passes until no payment is unknown any more, or for a while at most.</summary>
    public void LookUp(int atMost = 20)
    {
        for (var round = 0; round < atMost && IsInDoubt && PaymentProtocol.NextAt(State, RealNow) is { } next; round++)
        {
            RealNow = Instant.Max(RealNow, next);
            if (State.TestClock is null) Now = RealNow;
            Pump();
        }
    }

    private bool IsInDoubt => State.Unfinished.Any(number => State.Invoice(number) is { IsOpen: false } or { Payment.IsUnsettled: true });

    public void RealTimePasses(Duration duration)
    {
        RealNow += duration;
        if (State.TestClock is null) Now = RealNow;
        Pump();
    }

    /// <summary>What a webhook or confirmPayment does: retrieves the intent and takes what it says.</summary>
    public void Look(int number)
    {
        var invoice = State.Invoice(number);
        if (invoice is { IsOpen: true, Payment: { IntentId: { } id, Cancel: null } }) Commit(Take(invoice, Provider.Get(id)));
        Pump();
    }

    private bool CatchUp(Instant to)
    {
        Pump();
        while (Agenda.Next(State) is { } entry && entry.At <= to)
        {
            if (Agenda.IsBlocked(State, entry)) return false;
            var decision = OrganizationRules.Due(State, entry, Context);
            Assert.NotEmpty(decision.Events);
            Commit(decision);
            Pump();
        }

        return true;
    }

    private void Pump()
    {
        while (PaymentProtocol.Next(State, RealNow, Nobody) is { } step) Commit(Run(step));
    }

    private Decision Run(PaymentStep step)
    {
        var number = step.Invoice.Number;
        switch (step)
        {
            case CreateIntentStep create:
                var made = Provider.Create(Key(step, $"create:{create.Invoice.Payment.Generation}"), Request(create), RealNow);
                return made.Value is { } view ? PaymentRules.IntentMade(State, Context, number, view.Metadata.Generation, view.Id) : Unknown(number);
            case FindIntentStep:
                if (Provider.List().Value is not { } list) return Unknown(number);
                var found = list.Items.FirstOrDefault(intent => intent.Metadata == Metadata(step.Invoice));
                return found is null ? PaymentRules.PrepareAgain(State, Context, number) : PaymentRules.IntentMade(State, Context, number, found.Metadata.Generation, found.Id);
            case ConfirmIntentStep confirm: return Confirm(step.Invoice, confirm.IntentId, confirm.Attempt);
            case RetrieveIntentStep retrieve: return Read(step.Invoice, Provider.Get(retrieve.IntentId));
            case LookForCardholderStep look:
                var seen = Take(look.Invoice, Provider.Get(look.IntentId));
                return seen.Events.IsEmpty ? PaymentRules.StillAwaited(State, Context, number) : seen;
            case CancelIntentStep cancel: return Cancel(step.Invoice, cancel.IntentId);
            case RefundStep refund: return Refund(step, refund.Refund);
            default: throw new InvalidOperationException();
        }
    }

    private Decision Confirm(Invoice invoice, string intentId, PaymentAttempt attempt)
    {
        var answer = Provider.Confirm(Key(new RetrieveIntentStep(invoice, intentId), $"{attempt.Generation}:confirm:{attempt.Number}"), intentId);
        return answer switch
        {
            { Kind: AnswerKind.WrongState } => Read(invoice, Provider.Get(intentId)),
            { Kind: AnswerKind.Declined, Code: "authentication_required" } when !attempt.OnSession => Settle(invoice, AttemptOutcome.ActionRequired, answer.Value, null),
            { Kind: AnswerKind.Declined } => Settle(invoice, AttemptOutcome.Declined, answer.Value, null),
            { Value.Status: IntentStatus.Succeeded } => Settle(invoice, AttemptOutcome.Succeeded, answer.Value, null),
            { Value.Status: IntentStatus.RequiresAction } => Settle(invoice, AttemptOutcome.ActionRequired, answer.Value, answer.Value.ClientSecret),
            _ => Unknown(invoice.Number),
        };
    }

    private Decision Take(Invoice invoice, ProviderAnswer<IntentView> answer) =>
        answer.Value is { } intent && IntentReading.Of(invoice, intent, Metadata(invoice)) is Reading.Succeeded or Reading.Declined
            ? Read(invoice, answer) : Decision.Nothing;

    private Decision Read(Invoice invoice, ProviderAnswer<IntentView> answer)
    {
        if (answer.Value is not { } intent) return Unknown(invoice.Number);
        var attempt = invoice.Payment.LastAttempt!;
        return IntentReading.Of(invoice, intent, Metadata(invoice)) switch
        {
            Reading.Succeeded => Settle(invoice, AttemptOutcome.Succeeded, intent, null),
            Reading.Declined => Settle(invoice, AttemptOutcome.Declined, intent, null),
            Reading.ActionRequired => Settle(invoice, AttemptOutcome.ActionRequired, intent, intent.Status == IntentStatus.RequiresAction ? intent.ClientSecret : null),
            Reading.NotExecuted when RealNow - attempt.SentAt >= PaymentProtocol.KeyLife => PaymentRules.PrepareAgain(State, Context, invoice.Number),
            Reading.NotExecuted => Confirm(invoice, intent.Id, attempt),
            Reading.Canceled => PaymentRules.Canceled(State, Context, invoice.Number, succeeded: false),
            _ => Unknown(invoice.Number),
        };
    }

    private Decision Cancel(Invoice invoice, string intentId)
    {
        var answer = Provider.Cancel(Key(new RetrieveIntentStep(invoice, intentId), $"{invoice.Payment.Generation}:cancel"), intentId);
        if (answer.Kind == AnswerKind.WrongState) answer = Provider.Get(intentId);
        return answer.Value is { Status: IntentStatus.Succeeded or IntentStatus.Canceled } intent
            ? PaymentRules.Canceled(State, Context, invoice.Number, intent.Status == IntentStatus.Succeeded)
            : Unknown(invoice.Number);
    }

    private Decision Refund(PaymentStep step, Refund refund) =>
        Provider.Refund(Key(step, $"refund:{refund.Number}"), refund.Amount.Minor, refund.Amount.Currency.Code, refund.Number).Value is { } view
            ? PaymentRules.Refunded(State, Context, step.Invoice.Number, refund.Number, view.Status == "succeeded")
            : Unknown(step.Invoice.Number);

    private Decision Settle(Invoice invoice, AttemptOutcome outcome, IntentView? intent, string? secret) =>
        PaymentRules.Settle(State, Context, invoice.Number, outcome, intent?.LastDeclineCode ?? intent?.LastErrorCode, intent?.LatestChargeId, secret);

    private Decision Unknown(int number) => PaymentRules.Unknown(State, Context, number);

    private CreateIntent Request(CreateIntentStep step) => new(
        "cus_1", step.Attempt.PaymentMethodId, step.Invoice.AmountDue.Minor, step.Invoice.Total.Currency.Code, Metadata(step.Invoice));

    private IntentMetadata Metadata(Invoice invoice) =>
        new(Deployment, State.Id.Value, invoice.Id.Value, invoice.NumberText, invoice.Payment.Generation);

    private static string Key(PaymentStep step, string what) => PaymentProtocol.Key(Deployment, step.Invoice.Id, what);

    /// <summary>A decision that no order makes: the account has told something.</summary>
    public void Take(Decision decision) => Commit(decision);

    public void Commit(Decision decision)
    {
        foreach (var recorded in decision.Events)
        {
            State = OrganizationFold.Apply(State, recorded);
            Journal.Add(recorded);
        }

        Invariants.Hold(Journal, decision.Events.Length, State, Provider);
    }

    private sealed class Ids : IIdSource
    {
        private int counter;

        public InvoiceId NewInvoiceId() => new($"inv_{++counter}");

        public MemberId NewMemberId() => new($"mem_{++counter}");

        public MailId NewMailId() => new($"mail_{++counter}");

        public SeasonId NewSeasonId() => new($"sea_{++counter}");

        public AdHocRequestId NewAdHocRequestId() => new($"adh_{++counter}");
    }
}

using Billing.Domain.Payments;
using Billing.Grains.Maintenance;
using NodaTime;

namespace Billing.Grains.Tests.Organizations.Fakes;

/// <summary>How a card behaves when it is charged.</summary>
internal enum CardBehavior
{
    Succeeds,
    Declines,

    /// <summary>Never to be tried again (A41).</summary>
    Stolen,

    /// <summary>The bank wants the cardholder.</summary>
    NeedsAction,

    /// <summary>The bank takes half a minute, then says yes.</summary>
    Processes,

    /// <summary>Refused when it is attached.</summary>
    RefusedAtOnce,
}

internal sealed record FakeIntent(string Id, string Customer, long Amount, string Currency, IntentMetadata Metadata, Instant CreatedAt)
{
    public IntentStatus Status { get; init; } = IntentStatus.RequiresConfirmation;

    public string? ChargeId { get; init; }

    public string? Error { get; init; }

    public string? DeclineCode { get; init; }

    public Instant? ProcessedAt { get; init; }

    public IntentView View => new(
        Id, Status, Amount, Status == IntentStatus.Succeeded ? Amount : 0, Currency, Customer, $"{Id}_secret", ChargeId, Error, DeclineCode, CreatedAt, Metadata);
}

/// <summary>A charge that took money.</summary>
internal sealed record TakenCharge(string IntentId, string InvoiceId, long Amount);

internal sealed record MadeRefund(string IntentId, string InvoiceId, RefundView View);

/// <summary>The payment provider in memory: the state machine of a payment intent, idempotency keys kept for a day, and a ledger of what took money.</summary>
internal sealed class FakeStripe(SettableClock clock) : IProviderLedger
{
    private readonly Dictionary<string, (string Request, object? Answer, Instant At)> keys = [];
    private readonly Dictionary<string, CardBehavior> cards = [];
    private readonly Dictionary<string, FakeIntent> intents = [];
    private int last;

    public List<TakenCharge> Charges { get; } = [];

    public List<MadeRefund> Refunds { get; } = [];

    public IEnumerable<FakeIntent> Intents => intents.Values;

    /// <summary>The bank's word on a confirmation; null: the card's own behavior.</summary>
    public Func<FakeIntent, CardBehavior>? Bank { get; init; }

    /// <summary>Told of every intent that has changed: what a webhook would say.</summary>
    public Action<FakeIntent> Moved { get; init; } = _ => { };

    /// <summary>Every card attached so far behaves so from now on.</summary>
    public void AllCards(CardBehavior behavior)
    {
        foreach (var card in cards.Keys.ToList()) cards[card] = behavior;
    }

    /// <summary>The cardholder answers his bank: every intent that waits for him.</summary>
    public void Cardholder(bool confirms)
    {
        foreach (var intent in intents.Values.Where(intent => intent.Status == IntentStatus.RequiresAction).ToList())
        {
            Move(confirms ? Take(intent) : intent with { Status = IntentStatus.RequiresPaymentMethod, Error = "payment_intent_authentication_failure" });
        }
    }

    /// <summary>Somebody cancels at the provider's own pages.</summary>
    public void CancelBehindOurBack(string intentId) => intents[intentId] = intents[intentId] with { Status = IntentStatus.Canceled };

    public void Change(string intentId, Func<FakeIntent, FakeIntent> change) => intents[intentId] = change(intents[intentId]);

    /// <summary>An answer once made is repeated for 24 hours; another request under its key is refused.</summary>
    public ProviderAnswer<T> Keyed<T>(string key, string request, Func<ProviderAnswer<T>> execute)
        where T : class
    {
        foreach (var old in keys.Where(pair => pair.Value.At + Duration.FromHours(24) <= clock.Now).Select(pair => pair.Key).ToList()) keys.Remove(old);
        if (keys.TryGetValue(key, out var stored))
        {
            if (stored.Request != request) return new(AnswerKind.Misconfigured, Code: "idempotency_error");
            return stored.Answer is ProviderAnswer<T> answer ? answer : new(AnswerKind.Unknown, Code: "api_error") { IsStored = true };
        }

        var made = execute();
        if (made.Kind != AnswerKind.Misconfigured) keys[key] = (request, made, clock.Now);
        return made;
    }

    /// <summary>The answer under this key is a 500 for a day.</summary>
    public void Poison(string key, string request) => keys[key] = (request, null, keys.TryGetValue(key, out var stored) ? stored.At : clock.Now);

    public ProviderAnswer<CustomerView> CreateCustomer() => Done(new CustomerView($"cus_{++last}"));

    public ProviderAnswer<CardView> Attach(string paymentMethodId)
    {
        if (cards.ContainsKey(paymentMethodId)) return Done(Card(paymentMethodId));
        if (!Enum.TryParse<CardBehavior>(paymentMethodId.Replace("pm_card_", "", StringComparison.Ordinal), out var behavior))
            return new(AnswerKind.Misconfigured, Code: "resource_missing");
        if (behavior == CardBehavior.RefusedAtOnce) return new(AnswerKind.Declined, Code: "card_declined", DeclineCode: "generic_decline");
        var id = $"pm_{++last}";
        cards[id] = behavior;
        return Done(Card(id));
    }

    public ProviderAnswer<IntentView> Create(CreateIntent request)
    {
        if (!cards.ContainsKey(request.PaymentMethodId)) return new(AnswerKind.Misconfigured, Code: "resource_missing");
        var intent = new FakeIntent($"pi_{++last}", request.CustomerId, request.Amount, request.Currency, request.Metadata, clock.Now);
        intents[intent.Id] = intent;
        return Done(intent.View);
    }

    public ProviderAnswer<IntentView> Confirm(string intentId, string paymentMethodId, bool offSession)
    {
        if (!intents.TryGetValue(intentId, out var intent)) return new(AnswerKind.Misconfigured, Code: "resource_missing");
        if (intent.Status is IntentStatus.Succeeded or IntentStatus.Canceled or IntentStatus.Processing)
            return new(AnswerKind.WrongState, Code: "payment_intent_unexpected_state");
        var tried = intent with { ChargeId = $"ch_{++last}", Error = null, DeclineCode = null };
        var after = (Bank?.Invoke(intent) ?? cards[paymentMethodId]) switch
        {
            CardBehavior.Succeeds => Take(tried),
            CardBehavior.Declines => Refused(tried, "card_declined", "insufficient_funds"),
            CardBehavior.Stolen => Refused(tried, "card_declined", "stolen_card"),
            CardBehavior.NeedsAction when offSession => Refused(tried, "authentication_required", "authentication_required"),
            CardBehavior.NeedsAction => intent with { Status = IntentStatus.RequiresAction, Error = null, DeclineCode = null },
            _ => tried with { Status = IntentStatus.Processing, ProcessedAt = clock.Now + Duration.FromSeconds(30) },
        };
        Move(after);
        return after.Error is { } code ? new(AnswerKind.Declined, after.View, code, after.DeclineCode) : Done(after.View);
    }

    public ProviderAnswer<IntentView> Get(string intentId)
    {
        if (!intents.TryGetValue(intentId, out var intent)) return new(AnswerKind.Misconfigured, Code: "resource_missing");
        if (intent.Status == IntentStatus.Processing && intent.ProcessedAt <= clock.Now) intent = Move(Take(intent));
        return Done(intent.View);
    }

    public ProviderAnswer<IntentList> List(string customerId, Instant since) => Done(new IntentList(
        [.. intents.Values.Where(intent => intent.Customer == customerId && intent.CreatedAt >= since).Reverse().Select(intent => intent.View)]));

    public ProviderAnswer<IntentView> Cancel(string intentId)
    {
        if (Get(intentId).Value is not { } view) return new(AnswerKind.Misconfigured, Code: "resource_missing");
        if (view.Status is IntentStatus.Succeeded or IntentStatus.Canceled or IntentStatus.Processing)
            return new(AnswerKind.WrongState, Code: "payment_intent_unexpected_state");
        return Done(Move(intents[intentId] with { Status = IntentStatus.Canceled }).View);
    }

    public ProviderAnswer<RefundView> Refund(string intentId, long amount, string currency, IntentMetadata metadata, int number)
    {
        var left = intents[intentId].View.AmountReceived - Refunds.Where(refund => refund.IntentId == intentId).Sum(refund => refund.View.Amount);
        if (amount > left) return new(AnswerKind.WrongState, Code: "charge_already_refunded");
        var refund = new RefundView($"re_{++last}", amount, currency, "succeeded", number);
        Refunds.Add(new(intentId, metadata.InvoiceId, refund));
        return Done(refund);
    }

    public ProviderAnswer<RefundList> ListRefunds(string intentId) =>
        Done(new RefundList([.. Refunds.Where(refund => refund.IntentId == intentId).Select(refund => refund.View)]));

    /// <summary>A charge that somebody else made.</summary>
    public void Charge(string customer, long amount, IntentMetadata metadata)
    {
        var id = $"pi_{++last}";
        intents[id] = Take(new FakeIntent(id, customer, amount, "USD", metadata, clock.Now));
    }

    public async IAsyncEnumerable<ProviderAnswer<IntentList>> PagesAsync()
    {
        await Task.CompletedTask;
        foreach (var page in intents.Values.Reverse().Chunk(2)) yield return Done(new IntentList([.. page.Select(intent => intent.View)]));
    }

    public FakeStripe Fork(SettableClock others)
    {
        var copy = new FakeStripe(others) { last = last };
        foreach (var (key, value) in keys) copy.keys[key] = value;
        foreach (var (key, value) in cards) copy.cards[key] = value;
        foreach (var (key, value) in intents) copy.intents[key] = value;
        copy.Charges.AddRange(Charges);
        copy.Refunds.AddRange(Refunds);
        return copy;
    }

    private static ProviderAnswer<T> Done<T>(T value)
        where T : class => new(AnswerKind.Done, value);

    private static CardView Card(string id) => new(id, "visa", "4242", 12, 2099);

    private static FakeIntent Refused(FakeIntent intent, string code, string bank) =>
        intent with { Status = IntentStatus.RequiresPaymentMethod, Error = code, DeclineCode = bank };

    private FakeIntent Move(FakeIntent intent)
    {
        intents[intent.Id] = intent;
        Moved(intent);
        return intent;
    }

    /// <summary>Money moves, and an intent takes it at most once.</summary>
    private FakeIntent Take(FakeIntent intent)
    {
        if (Charges.Any(charge => charge.IntentId == intent.Id)) throw new InvalidOperationException($"{intent.Id} took money twice.");
        Charges.Add(new(intent.Id, intent.Metadata.InvoiceId, intent.Amount));
        return intent with { Status = IntentStatus.Succeeded, ChargeId = intent.ChargeId ?? $"ch_{++last}", Error = null, DeclineCode = null };
    }
}

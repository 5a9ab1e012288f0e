using Billing.Domain.Payments;
using NodaTime;

namespace Billing.Domain.Tests;

/// <summary>What the bank says to a confirmation.</summary>
/// <param name="Code">The provider's error code on a refusal.</param>
public sealed record BankWord(IntentStatus Becomes, string? Code = null, string? DeclineCode = null)
{
    public static BankWord Yes { get; } = new(IntentStatus.Succeeded);

    public static BankWord ThreeDSecure { get; } = new(IntentStatus.RequiresAction);

    public static BankWord No(string declineCode = "insufficient_funds") => new(IntentStatus.RequiresPaymentMethod, "card_declined", declineCode);

    /// <summary>Off session: the cardholder is wanted.</summary>
    public static BankWord WantsCardholder { get; } = new(IntentStatus.RequiresPaymentMethod, "authentication_required", "authentication_required");
}

/// <summary>What becomes of a call on its way.</summary>
public enum Wire
{
    Holds,
    BreaksBefore,
    BreaksAfter,
}

/// <summary>A payment provider in memory that does as scripted, and counts the money that it takes for each invoice.</summary>
public sealed class PretendProvider
{
    private readonly Dictionary<string, IntentView> intents = [];
    private readonly Dictionary<string, ProviderAnswer<IntentView>> answered = [];
    private readonly Dictionary<string, RefundView> refunds = [];
    private int counter;

    /// <summary>The bank's next words; it says yes to what is not scripted.</summary>
    public Queue<BankWord> Bank { get; } = new();

    /// <summary>What becomes of the next calls; the wire holds where nothing is scripted.</summary>
    public Queue<Wire> Line { get; } = new();

    /// <summary>Minor units taken, by invoice id.</summary>
    public Dictionary<string, long> Taken { get; } = [];

    public int Confirmations { get; private set; }

    public IEnumerable<IntentView> Intents => intents.Values;

    public ProviderAnswer<IntentView> Create(string key, CreateIntent request, Instant now) => Call(() => Once(key, () => Store(new(
        $"pi_{++counter}", IntentStatus.RequiresConfirmation, request.Amount, 0, request.Currency, request.CustomerId, $"secret_{counter}", null, null, null,
        now, request.Metadata))));

    public ProviderAnswer<IntentView> Confirm(string key, string intentId) => Call(() => Once(key, () =>
    {
        var intent = intents[intentId];
        if (intent.Status is IntentStatus.Succeeded or IntentStatus.Canceled or IntentStatus.RequiresAction) return new(AnswerKind.WrongState);
        Confirmations++;
        return Say(intent, Bank.TryDequeue(out var word) ? word : BankWord.Yes);
    }));

    public ProviderAnswer<IntentView> Get(string intentId) => Call(() => new ProviderAnswer<IntentView>(AnswerKind.Done, intents[intentId]));

    public ProviderAnswer<IntentList> List() => Call(() => new ProviderAnswer<IntentList>(AnswerKind.Done, new([.. intents.Values])));

    public ProviderAnswer<IntentView> Cancel(string key, string intentId) => Call(() => Once(key, () =>
    {
        var intent = intents[intentId];
        return intent.Status is IntentStatus.Succeeded or IntentStatus.Canceled
            ? new(AnswerKind.WrongState)
            : Store(intent with { Status = IntentStatus.Canceled });
    }));

    public ProviderAnswer<RefundView> Refund(string key, long amount, string currency, int number) => Call(() =>
    {
        if (!refunds.ContainsKey(key)) refunds[key] = new($"re_{++counter}", amount, currency, "succeeded", number);
        return new ProviderAnswer<RefundView>(AnswerKind.Done, refunds[key]);
    });

    /// <summary>In the browser: the cardholder confirms, or fails to.</summary>
    public void Cardholder(string intentId, bool confirms)
    {
        var intent = intents[intentId];
        Assert.Equal(IntentStatus.RequiresAction, intent.Status);
        Say(intent, confirms ? BankWord.Yes : new(IntentStatus.RequiresPaymentMethod, "payment_intent_authentication_failure"));
    }

    private ProviderAnswer<IntentView> Say(IntentView intent, BankWord word)
    {
        var charge = word.Code == "payment_intent_authentication_failure" ? intent.LatestChargeId : $"ch_{++counter}";
        var said = intent with
        {
            Status = word.Becomes,
            LatestChargeId = word.Becomes == IntentStatus.RequiresAction ? intent.LatestChargeId : charge,
            LastErrorCode = word.Code,
            LastDeclineCode = word.DeclineCode,
        };
        if (word.Becomes == IntentStatus.Succeeded)
        {
            said = said with { AmountReceived = said.Amount };
            Taken[said.Metadata.InvoiceId] = Taken.GetValueOrDefault(said.Metadata.InvoiceId) + said.Amount;
        }

        Store(said);
        return word.Code is null ? new(AnswerKind.Done, said) : new(AnswerKind.Declined, said, word.Code, word.DeclineCode);
    }

    private ProviderAnswer<IntentView> Store(IntentView intent)
    {
        intents[intent.Id] = intent;
        return new(AnswerKind.Done, intent);
    }

    private ProviderAnswer<IntentView> Once(string key, Func<ProviderAnswer<IntentView>> act)
    {
        if (!answered.TryGetValue(key, out var answer)) answered[key] = answer = act();
        return answer;
    }

    private ProviderAnswer<T> Call<T>(Func<ProviderAnswer<T>> act)
        where T : class
    {
        var fate = Line.TryDequeue(out var next) ? next : Wire.Holds;
        if (fate == Wire.BreaksBefore) return new(AnswerKind.Unknown);
        var answer = act();
        return fate == Wire.BreaksAfter ? new(AnswerKind.Unknown) : answer;
    }
}

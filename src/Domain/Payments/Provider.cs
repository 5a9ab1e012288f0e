using System.Collections.Immutable;
using NodaTime;

namespace Billing.Domain.Payments;

/// <summary>What a call to the payment provider came to. Only <see cref="Declined"/> is the bank's word; <see cref="Unknown"/> is nobody's.</summary>
public enum AnswerKind
{
    /// <summary>2xx: the value tells the state.</summary>
    Done,

    /// <summary>402: a definite refusal of the card, with its codes.</summary>
    Declined,

    /// <summary>400 unexpected state: the object has moved already, retrieve it.</summary>
    WrongState,

    /// <summary>400 bad parameter, 401, 403, 404: no effect, ours to mend. Never a decline.</summary>
    Misconfigured,

    /// <summary>409 or 429 after all bounded retries under the same key: not executed, or still running.</summary>
    Busy,

    /// <summary>5xx, time-out, reset, unreadable: it may or may not have happened.</summary>
    Unknown,
}

/// <summary>The provider's answer. <see cref="Value"/> is set when <see cref="Kind"/> is Done, and on a decline of a payment intent too.</summary>
/// <param name="Code">The provider's error code: <c>card_declined</c>, <c>authentication_required</c>, <c>payment_intent_unexpected_state</c>…</param>
/// <param name="DeclineCode">The bank's code: <c>insufficient_funds</c>, <c>stolen_card</c>, <c>do_not_try_again</c>…</param>
/// <param name="Message">For logs and staff. Never shown to a customer.</param>
public sealed record ProviderAnswer<T>(AnswerKind Kind, T? Value = null, string? Code = null, string? DeclineCode = null, string? Message = null)
    where T : class
{
    /// <summary>The provider repeats what it once answered under this key, and will for a day: asking again under it does nothing more (F4).</summary>
    public bool IsStored { get; init; }
}

/// <summary>A state of the provider's payment intent.</summary>
public enum IntentStatus
{
    RequiresPaymentMethod,
    RequiresConfirmation,
    RequiresAction,
    Processing,
    RequiresCapture,
    Canceled,
    Succeeded,
}

/// <summary>A payment intent as the provider reports it. Amounts are minor units by ISO 4217: the adapter converts where the provider differs (A64).</summary>
/// <param name="LatestChargeId">Changes with each attempt on the intent, a declined one included: tells one attempt's decline from the one before.</param>
public sealed record IntentView(
    string Id,
    IntentStatus Status,
    long Amount,
    long AmountReceived,
    string Currency,
    string CustomerId,
    string? ClientSecret,
    string? LatestChargeId,
    string? LastErrorCode,
    string? LastDeclineCode,
    Instant CreatedAt,
    IntentMetadata Metadata);

/// <summary>What we write on each payment intent: ids only, no personal data (D11).</summary>
/// <param name="Deployment">Made once for each database: two deployments on one provider account never take each other's payments for their own.</param>
/// <param name="Generation">c of the key: counts the intents of one invoice; a new one opens only after a canceled one.</param>
public sealed record IntentMetadata(string Deployment, string OrganizationId, string InvoiceId, string InvoiceNumber, int Generation);

/// <summary>A card as it may be shown and stored: never its number (R20).</summary>
public sealed record CardView(string PaymentMethodId, string Brand, string Last4, int ExpMonth, int ExpYear);

public sealed record CustomerView(string Id);

public sealed record SetupIntentView(string Id, string ClientSecret);

/// <param name="Number">r of the key, from the refund's metadata.</param>
public sealed record RefundView(string Id, long Amount, string Currency, string Status, int? Number);

public sealed record CreateIntent(string CustomerId, string PaymentMethodId, long Amount, string Currency, IntentMetadata Metadata);

/// <summary>The payment provider where we use it. Every write carries its idempotency key; the adapter retries 409 and 429 under the same key
/// (1, 2, 4, 8 s) and nothing else, and turns every failure into an answer: no exception leaves it but cancellation of the caller's token before the call.</summary>
public interface IPaymentProvider
{
    Task<ProviderAnswer<CustomerView>> CreateCustomerAsync(string key, string deployment, OrganizationId organization);

    /// <summary>Starts the hosted card form: the client secret goes to the browser, the card number never comes here (R20).</summary>
    Task<ProviderAnswer<SetupIntentView>> CreateSetupIntentAsync(string key, string customerId);

    /// <summary>Attaches and so verifies a card (A40). A test id such as <c>pm_card_visa</c> comes back as a new id: that one counts.</summary>
    Task<ProviderAnswer<CardView>> AttachCardAsync(string key, string customerId, string paymentMethodId);

    /// <summary>Creates a payment intent, not confirmed: no money moves.</summary>
    Task<ProviderAnswer<IntentView>> CreateIntentAsync(string key, CreateIntent request);

    /// <summary>Confirms: the money moves, at most once for an intent's life.</summary>
    Task<ProviderAnswer<IntentView>> ConfirmIntentAsync(string key, string intentId, string paymentMethodId, bool offSession);

    Task<ProviderAnswer<IntentView>> GetIntentAsync(string intentId);

    /// <summary>The customer's intents made at or after an instant, newest first, all pages.</summary>
    Task<ProviderAnswer<IntentList>> ListIntentsAsync(string customerId, Instant since);

    Task<ProviderAnswer<IntentView>> CancelIntentAsync(string key, string intentId);

    Task<ProviderAnswer<RefundView>> RefundAsync(string key, string intentId, long amount, string currency, IntentMetadata metadata, int refundNumber);

    Task<ProviderAnswer<RefundList>> ListRefundsAsync(string intentId);
}

public sealed record IntentList(ImmutableArray<IntentView> Items);

public sealed record RefundList(ImmutableArray<RefundView> Items);

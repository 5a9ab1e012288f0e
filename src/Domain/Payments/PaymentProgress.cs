using System.Collections.Immutable;
using Billing.Domain.Invoices;
using NodaTime;

namespace Billing.Domain.Payments;

public enum AttemptOutcome
{
    Pending,
    Succeeded,
    Declined,
    ActionRequired,
    Unknown,
}

/// <summary>One confirmation of the invoice's payment intent.</summary>
/// <param name="Number">n of the key: 1, 2, 3… over the invoice's life.</param>
/// <param name="At">The attempt as made, on the organization's clock (A2).</param>
/// <param name="SentAt">The same in real time: the age of the idempotency key.</param>
/// <param name="OnSession">The customer has just pressed a button, so 3-D Secure can be asked for.</param>
/// <param name="ThenRecover">Part of a recovery with a new card: what else is open is paid next (A40, A67).</param>
public sealed record PaymentAttempt(
    int Number, int Generation, Instant At, Instant SentAt, bool OnSession, string PaymentMethodId, bool ThenRecover,
    AttemptOutcome Outcome, string? DeclineCode)
{
    /// <summary>The charge that this attempt made, declined or not: tells its decline from the one before.</summary>
    public string? ChargeId { get; init; }
}

/// <summary>Why an invoice's payment intent is canceled at the provider, before anything follows from it.</summary>
public enum CancelPurpose
{
    Void,
    Wire,
    NewAttempt,
}

/// <param name="Wire">The money that came by wire, where that is the purpose.</param>
/// <param name="Next">The attempt to make once the old intent is gone, where that is the purpose.</param>
public sealed record PendingCancel(CancelPurpose Purpose, VoidReason? Reason, WirePayment? Wire, PaymentAttempt? Next);

public sealed record WirePayment(Money Amount, string Reference);

/// <summary>Where the charging of one invoice stands. One payment intent for its life; a new one only after a canceled one.</summary>
public sealed record PaymentProgress
{
    public static PaymentProgress None { get; } = new();

    /// <summary>c of the key: which intent this is.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>The intent's id at the provider, once journaled. Nothing is confirmed before (D3).</summary>
    public string? IntentId { get; init; }

    public ImmutableArray<PaymentAttempt> Attempts { get; init; } = [];

    /// <summary>For the cardholder's browser, while 3-D Secure is asked for.</summary>
    public string? ClientSecret { get; init; }

    public PendingCancel? Cancel { get; init; }

    /// <summary>Set while nobody knows what became of a call: when it was made, in real time.</summary>
    public Instant? UnknownSince { get; init; }

    /// <summary>Look-ups made since; their distance grows to an hour and stays there, for ever.</summary>
    public int Lookups { get; init; }

    /// <summary>In real time.</summary>
    public Instant? NextLookupAt { get; init; }

    /// <summary>Looks at whether the cardholder has confirmed, made since he was asked to.</summary>
    public int CardholderLooks { get; init; }

    /// <summary>In real time; null before the first look.</summary>
    public Instant? NextCardholderLookAt { get; init; }

    /// <summary>Declined renewals are tried again (A41); in the organization's time.</summary>
    public ImmutableArray<Instant> RetriesAt { get; init; } = [];

    public PaymentAttempt? LastAttempt => Attempts.IsEmpty ? null : Attempts[^1];

    /// <summary>The outcome of an attempt, or of a cancellation, is not known: nothing else may be tried on this invoice.</summary>
    public bool IsUnknown => UnknownSince is not null;

    /// <summary>Something has been started and is not settled.</summary>
    public bool IsUnsettled => IsUnknown || Cancel is not null || LastAttempt?.Outcome is AttemptOutcome.Pending or AttemptOutcome.Unknown;

    public bool AwaitsCardholder => Cancel is null && LastAttempt?.Outcome == AttemptOutcome.ActionRequired && ClientSecret is not null;
}

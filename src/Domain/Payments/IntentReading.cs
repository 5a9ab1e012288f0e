using Billing.Domain.Invoices;

namespace Billing.Domain.Payments;

/// <summary>What a payment intent's state says about the last attempt.</summary>
public enum Reading
{
    Succeeded,
    Declined,
    ActionRequired,
    Canceled,

    /// <summary>Look again later.</summary>
    Processing,

    /// <summary>The attempt has not reached the bank.</summary>
    NotExecuted,

    /// <summary>It is not what we asked for: alarm, and change nothing.</summary>
    Mismatch,
}

public static class IntentReading
{
    /// <summary>Reads an intent as the provider reports it; compared with ours first (amount, currency, metadata).</summary>
    public static Reading Of(Invoice invoice, IntentView intent, IntentMetadata ours)
    {
        if (intent.Amount != invoice.AmountDue.Minor || intent.Currency != invoice.Total.Currency.Code
            || intent.Metadata.InvoiceId != ours.InvoiceId || intent.Metadata.OrganizationId != ours.OrganizationId
            || intent.Metadata.Deployment != ours.Deployment) return Reading.Mismatch;
        return intent.Status switch
        {
            IntentStatus.Succeeded => intent.AmountReceived == intent.Amount ? Reading.Succeeded : Reading.Mismatch,
            IntentStatus.Canceled => Reading.Canceled,
            IntentStatus.RequiresAction => Reading.ActionRequired,
            IntentStatus.Processing or IntentStatus.RequiresCapture => Reading.Processing,
            _ => Refused(invoice, intent),
        };
    }

    /// <summary>A decline found on the intent is the last attempt's only where its charge is not an earlier attempt's;
    /// a cardholder who failed to confirm makes no charge at all.</summary>
    private static Reading Refused(Invoice invoice, IntentView intent)
    {
        var attempt = invoice.Payment.LastAttempt;
        if (intent.LastErrorCode is null) return Reading.NotExecuted;
        if (attempt?.Outcome == AttemptOutcome.ActionRequired) return invoice.Payment.ClientSecret is null ? Reading.ActionRequired : Reading.Declined;
        var known = intent.LatestChargeId is null || invoice.Payment.Attempts.Any(earlier => earlier.ChargeId == intent.LatestChargeId);
        if (known) return Reading.NotExecuted;
        return attempt is { OnSession: false } && intent.LastErrorCode == "authentication_required" ? Reading.ActionRequired : Reading.Declined;
    }
}

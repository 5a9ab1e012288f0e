using Billing.Contracts.ReadModel;
using Billing.Contracts.Serialization;
using Billing.Domain;
using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using NodaTime;

namespace Billing.Grains.Organizations;

/// <summary>The read model's rows that a decision changes.</summary>
internal sealed class RowWriter(IMailText mailText)
{
    private readonly List<MemberRow> members = [];
    private readonly List<MailRow> mail = [];
    private readonly List<MailOutcome> outcomes = [];
    private readonly List<AdHocRow> requests = [];

    public void Add(RecordedEvent recorded, OrganizationState state)
    {
        switch (recorded.Event)
        {
            case OrganizationCreated e: members.Add(new(state.Id.Value, e.Owner.Id.Value, false)); break;
            case MemberAdded e: members.Add(new(state.Id.Value, e.Member.Id.Value, false)); break;
            case MemberRemoved e: members.Add(new(state.Id.Value, e.Id.Value, true)); break;
            case AdHocRequested e: Add(e.Request.Id, state); break;
            case AdHocOverdue e: Add(e.Id, state); break;
            case AdHocResolved e: Add(e.Id, state); break;
            case MailQueued e: mail.Add(Row(e.Mail, state)); break;
            case MailDelivered e: outcomes.AddRange(e.Mails.Select(id => new MailOutcome(state.Id.Value, id.Value, "SENT", e.SentAt, null))); break;
            case MailDeliveryFailed e: outcomes.Add(new(state.Id.Value, e.Mail.Value, e.NextTryAt is null ? "FAILED" : "QUEUED", null, e.Error)); break;
            default: break;
        }
    }

    public ReadModelChanges Finish(OrganizationState state, Instant realNow) => new()
    {
        Organization = new(
            state.Id.Value, state.AccountId.Value, state.Name, Names.Of(state.Status.State), state.Contract?.RenewsAt, state.HasUnknownPayment,
            state.CreatedAt, NextDueAt(state, realNow), NextEffectAt(state, realNow)),
        Members = members,
        Mail = mail,
        MailOutcomes = outcomes,
        AdHocRequests = requests,
    };

    /// <summary>When mail or a payment needs somebody to wake up, in real time.</summary>
    public static Instant? NextEffectAt(OrganizationState state, Instant realNow) => Earlier(PaymentProtocol.NextAt(state, realNow), NextMailAt(state, realNow));

    /// <summary>Null where neither ever comes.</summary>
    public static Instant? Earlier(Instant? one, Instant? other) => one is null || other < one ? other ?? one : one;

    /// <summary>When the agenda needs somebody to wake up. A test clock stands still: only what is due at it already waits for anybody, and not
    /// while it waits for a payment (A61).</summary>
    public static Instant? NextDueAt(OrganizationState state, Instant realNow)
    {
        if (Agenda.NextReady(state) is not { } entry) return null;
        if (state.TestClock is not { } clock) return entry.At;
        var waits = state.OpenInvoices.Any(invoice => invoice.Payment.IsUnsettled);
        return !waits && entry.At <= Instant.Max(clock, state.LastEventAt) ? realNow : null;
    }

    /// <summary>Ten thousand mails may wait: the first that has never failed says that it is now.</summary>
    public static Instant? NextMailAt(OrganizationState state, Instant realNow)
    {
        Instant? next = null;
        foreach (var queued in state.Outbox)
        {
            if (queued.NextTryAt is not { } at) return realNow;
            if (next is null || at < next) next = at;
        }

        return next;
    }

    private void Add(AdHocRequestId id, OrganizationState state)
    {
        var request = state.AdHocRequest(id)!;
        requests.Add(new(state.Id.Value, id.Value, Names.Of(request.State), request.DueBy, state.TestClock is not null));
    }

    private MailRow Row(QueuedMail queued, OrganizationState state)
    {
        var words = mailText.Write(queued, state);
        return new(
            state.Id.Value, queued.Id.Value, queued.Number, Names.Of(queued.Template), words.Subject, queued.To, words.Text, words.Html, queued.QueuedAt,
            null, "QUEUED", null,
            queued.Template is MailTemplate.InvoicePaid or MailTemplate.InvoiceIssued && queued.Facts.InvoiceNumber is { } number ? Invoice.NumberOf(number) : null);
    }
}

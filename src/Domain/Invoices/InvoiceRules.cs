using System.Collections.Immutable;
using Billing.Domain.Contracts;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Domain.Pricing;
using NodaTime;

namespace Billing.Domain.Invoices;

/// <summary>How an issued invoice is to be paid.</summary>
internal enum Charge
{
    /// <summary>The customer has just pressed a button.</summary>
    OnSession,

    OffSession,

    /// <summary>Nobody is asked yet: there is no card (A62).</summary>
    NotYet,

    /// <summary>Mailed, and due later (A39).</summary>
    ByMail,
}

/// <summary>Issues, pays and voids invoices, with all that follows from each.</summary>
internal static class InvoiceRules
{
    /// <summary>What somebody orders is charged while he is there (A47), or mailed (A48).</summary>
    public static Charge OrderedBy(Collection collection) => collection == Collection.SendInvoice ? Charge.ByMail : Charge.OnSession;

    /// <summary>Numbers and issues an invoice, moves the credit, and pays it at once (nothing due), mails it, or prepares its charge.</summary>
    public static int Issue(Turn turn, InvoiceKind kind, Quote quote, BillingPeriod? period, Grant? grant, DeclineRule onDecline, Charge charge, BilledInPeriod? billed = null)
    {
        var number = turn.State.Invoices.Count + 1;
        var byMail = charge == Charge.ByMail;
        turn.Record(new InvoiceIssued(new Invoice
        {
            Id = turn.Context.Ids.NewInvoiceId(),
            Number = number,
            Kind = kind,
            Status = InvoiceStatus.Open,
            IssuedAt = turn.DatedAt,
            DueAt = byMail && quote.Due.Minor > 0 ? turn.DatedAt + Duration.FromDays(turn.Context.Policy.InvoiceDueDays) : turn.DatedAt,
            Period = period,
            Lines = quote.Lines,
            Subtotal = quote.Subtotal,
            Tax = quote.Tax,
            Total = quote.Total,
            CreditApplied = quote.Credit.Applied,
            AmountDue = quote.Due,
            BilledTo = BilledTo(turn.State),
            Collection = byMail ? Collection.SendInvoice : Collection.ChargeCard,
            OnDecline = byMail && onDecline == DeclineRule.Void ? DeclineRule.StayOpen : onDecline,
            Billed = billed,
            Grant = byMail ? null : grant,
            Payment = PaymentProgress.None,
            PaidByCard = Money.Zero(quote.Total.Currency),
        }));
        MoveCredit(turn, quote, number);
        Settle(turn, number, quote, grant, charge);
        return number;
    }

    /// <summary>The money is in: paid, granted, mailed, unlocked, all at once (A4, R19).</summary>
    public static void Pay(Turn turn, int number, Money byCard, string? wireReference = null)
    {
        var invoice = turn.State.Invoice(number);
        turn.Record(new InvoicePaid(number, byCard, wireReference));
        MailRules.ToInvoiceAddresses(turn, MailTemplate.InvoicePaid, invoice.NumberText, MailRules.OfInvoice(invoice) with { Amount = invoice.Total });
        if (invoice.Grant is not null) GrantRules.Give(turn, invoice.Grant, invoice);
        Dunning.DunningRules.Restore(turn);
    }

    /// <summary>Ends an open invoice unpaid; its credit goes back. What its intent at the provider might still do has been ruled out first.</summary>
    public static void Void(Turn turn, int number, VoidReason reason)
    {
        var invoice = turn.State.Invoice(number);
        turn.Record(new InvoiceVoided(number, reason));
        if (!invoice.CreditApplied.IsZero) turn.Record(new CreditMoved(invoice.CreditApplied, $"Invoice {invoice.NumberText} was voided", number));
        if (reason == VoidReason.VoidedByStaff) Dunning.DunningRules.Restore(turn);
    }

    public static BilledTo BilledTo(OrganizationState state) =>
        new(state.Payment.CompanyName ?? state.Name, state.Payment.BillingAddress, state.Payment.TaxIds, state.Payment.PurchaseOrder);

    private static void MoveCredit(Turn turn, Quote quote, int number)
    {
        if (!quote.Credit.Applied.IsZero)
            turn.Record(new CreditMoved(-quote.Credit.Applied, $"Applied to invoice {Invoice.NumberOf(number)}", number));
        if (!quote.Credit.Gained.IsZero)
            turn.Record(new CreditMoved(quote.Credit.Gained, $"Credit of invoice {Invoice.NumberOf(number)}", number));
    }

    private static void Settle(Turn turn, int number, Quote quote, Grant? grant, Charge charge)
    {
        if (quote.Due.IsZero)
        {
            var byMail = charge == Charge.ByMail;
            Pay(turn, number, quote.Due);
            if (byMail && grant is not null) GrantRules.Give(turn, grant, turn.State.Invoice(number));
        }
        else if (charge == Charge.ByMail)
        {
            var invoice = turn.State.Invoice(number);
            MailRules.ToInvoiceAddresses(turn, MailTemplate.InvoiceIssued, invoice.NumberText, MailRules.OfInvoice(invoice) with { At = invoice.DueAt });
            if (grant is not null) GrantRules.Give(turn, grant, invoice);
        }
        else if (charge != Charge.NotYet)
        {
            PaymentRules.Prepare(turn, number, charge == Charge.OnSession, thenRecover: false);
        }
    }
}

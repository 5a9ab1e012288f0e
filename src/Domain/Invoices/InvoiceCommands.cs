using System.Collections.Immutable;
using Billing.Domain.Contracts;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Domain.Pricing;

namespace Billing.Domain.Invoices;

/// <summary>Orders that concern one invoice, or the customer's credit.</summary>
internal static class InvoiceCommands
{
    public static Decision GrantCredit(Turn turn, GrantCredit command)
    {
        if (Guards.NoContractUnderWay(turn.State) is { } conflict) return Decision.Refused(conflict);
        turn.Record(new CreditMoved(new(command.Amount, turn.State.Currency), command.Reason, null));
        Keys.Use(turn, null, null, forever: true);
        return turn.Done();
    }

    /// <summary>A one-off invoice: the same tax, credit, charge and mails as any other. Declined it stays open and never locks (A67).</summary>
    public static Decision Create(Turn turn, CreateInvoice command)
    {
        if ((Guards.NeedsContract(turn.State) ?? Guards.NoContractUnderWay(turn.State)) is { } refusal) return Decision.Refused(refusal);
        var collection = turn.State.Payment.Collection;
        var currency = turn.Contract.Currency;
        ImmutableArray<InvoiceLine> lines = [.. command.Lines.Select(line => turn.Lines.Whole(line.Description, line.Quantity, new(line.UnitPrice, currency)))];
        var quote = Quote.Of(lines, turn.State.Credit.Balance, ContractRules.LimitsOf(turn, collection, currency));
        if (Guards.Invoiceable(quote.Total, "lines") is { } tooLarge) return Decision.Refused(tooLarge);
        if (Guards.CanPay(turn, collection, quote.Due, "lines") is { } unpayable) return Decision.Refused(unpayable);
        var number = InvoiceRules.Issue(turn, InvoiceKind.Manual, quote, null, null, DeclineRule.StayOpen, InvoiceRules.OrderedBy(collection));
        Keys.Use(turn, number, null, forever: true);
        return turn.Done(number);
    }

    public static Decision Void(Turn turn, Invoice invoice)
    {
        if (NeedsOpen(invoice) is { } refusal) return Decision.Refused(refusal);
        if (NeedsSettled(invoice) is { } pending) return Decision.Refused(pending);
        PaymentRules.RequestVoid(turn, invoice, VoidReason.VoidedByStaff);
        Keys.Use(turn, invoice.Number, null, forever: true);
        return turn.Done(invoice.Number);
    }

    /// <summary>Money back to the card, at most what that invoice was paid with.</summary>
    public static Decision Refund(Turn turn, Invoice invoice, RefundInvoice command)
    {
        var currency = invoice.Total.Currency;
        if (invoice.Refunds.Any(earlier => earlier.Status == RefundStatus.Pending))
            return Decision.Refused(new(ErrorCode.Conflict, $"A refund of invoice {invoice.NumberText} is under way."));
        var left = invoice.PaidByCard.Minor - invoice.AmountRefunded.Minor;
        if (command.Amount > left)
        {
            return Decision.Refused(new(ErrorCode.RefundTooLarge,
                $"Invoice {invoice.NumberText} was paid by card with {invoice.PaidByCard}, of which {new Money(left, currency)} can still be refunded.", "amount"));
        }

        var step = turn.Context.Catalog.LimitsOf(currency).Multiple;
        if (command.Amount % step != 0)
            return Decision.Refused(RuleError.Invalid("amount", $"A card can be refunded in multiples of {new Money(step, currency)} only."));
        turn.Record(new RefundPrepared(invoice.Number, new(
            invoice.Refunds.Length + 1, new(command.Amount, currency), command.Reason, RefundStatus.Pending, turn.At)));
        Keys.Use(turn, invoice.Number, null, forever: true);
        return turn.Done(invoice.Number);
    }

    /// <summary>Money by wire: less than due is refused, more becomes credit (A67).</summary>
    public static Decision RecordWire(Turn turn, Invoice invoice, RecordWirePayment command)
    {
        if (NeedsOpen(invoice) is { } refusal) return Decision.Refused(refusal);
        if (NeedsSettled(invoice) is { } pending) return Decision.Refused(pending);
        var amount = new Money(command.Amount, invoice.Total.Currency);
        if (amount < invoice.AmountDue) return Decision.Refused(RuleError.Invalid("amount", $"Invoice {invoice.NumberText} is due with {invoice.AmountDue}: {amount} is less."));
        PaymentRules.RequestCancel(turn, invoice, new(CancelPurpose.Wire, null, new(amount, command.Reference), null));
        Keys.Use(turn, invoice.Number, null, forever: true);
        return turn.Done(invoice.Number);
    }

    /// <summary>Pays an open invoice with the card on file, the cardholder present.</summary>
    public static Decision Pay(Turn turn, Invoice invoice)
    {
        if (NeedsOpen(invoice) is { } refusal) return Decision.Refused(refusal);
        if (turn.State.Payment.Card is null) return Decision.Refused(new(ErrorCode.PaymentMethodRequired, "There is no card on file: add one under Manage Payment first."));
        if (Guards.Chargeable(turn, invoice.AmountDue, "invoiceNumber") is { } tooLarge) return Decision.Refused(tooLarge);
        // What is pending or waits for the cardholder goes on as it is: a second attempt beside it could only confuse.
        if (!invoice.Payment.IsUnsettled && !invoice.Payment.AwaitsCardholder) PaymentRules.Prepare(turn, invoice.Number, onSession: true, thenRecover: false);
        Keys.Use(turn, invoice.Number, null, forever: true);
        return turn.Done(invoice.Number);
    }

    /// <summary>Gives up a purchase that waits for 3-D Secure.</summary>
    public static Decision CancelPurchase(Turn turn, Invoice invoice)
    {
        if (NeedsOpen(invoice) is { } refusal) return Decision.Refused(refusal);
        if (!invoice.IsUnderWay) return Decision.Refused(RuleError.Invalid("invoiceNumber", $"Invoice {invoice.NumberText} is no purchase that waits for its payment."));
        if (NeedsSettled(invoice) is { } pending) return Decision.Refused(pending);
        PaymentRules.RequestVoid(turn, invoice, VoidReason.GivenUp);
        Keys.Use(turn, invoice.Number, null, forever: true);
        return turn.Done(invoice.Number);
    }

    /// <summary>The paid copy again, or what an open mailed invoice says.</summary>
    public static Decision Resend(Turn turn, Invoice invoice)
    {
        if (invoice.Status == InvoiceStatus.Void) return Decision.Refused(new(ErrorCode.InvoiceNotOpen, $"Invoice {invoice.NumberText} is void.", "invoiceNumber"));
        var about = $"{invoice.NumberText}/{MailRules.ThisOne(turn)}";
        var facts = MailRules.OfInvoice(invoice);
        if (invoice.IsOpen) MailRules.ToInvoiceAddresses(turn, MailTemplate.InvoiceIssued, about, facts with { At = invoice.DueAt });
        else MailRules.ToInvoiceAddresses(turn, MailTemplate.InvoicePaid, about, facts with { Amount = invoice.Total });
        Keys.Use(turn, invoice.Number, null, forever: false);
        return turn.Done(invoice.Number);
    }

    public static Decision Confirm(Turn turn, Invoice invoice)
    {
        Keys.Use(turn, invoice.Number, null, forever: false);
        return turn.Done(invoice.Number);
    }

    private static RuleError? NeedsOpen(Invoice invoice) => invoice.IsOpen
        ? null : new(ErrorCode.InvoiceNotOpen, $"Invoice {invoice.NumberText} is {(invoice.Status == InvoiceStatus.Paid ? "paid" : "void")}.", "invoiceNumber");

    private static RuleError? NeedsSettled(Invoice invoice) => invoice.Payment.IsUnsettled
        ? new(ErrorCode.PaymentPending, $"Whether invoice {invoice.NumberText} was paid is not known yet: ask again in a moment.", "invoiceNumber") : null;
}

using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;

namespace Billing.Grains.Organizations;

/// <summary>What an order came to, judged by the present state of the invoice that it refers to: the same for the first answer and for every replay (D4).</summary>
internal static class Outcomes
{
    public static RuleError? Of(OrganizationCommand command, OrganizationState state, int? number)
    {
        if (number is not { } value) return null;
        var invoice = state.Invoice(value);
        return command switch
        {
            ConfirmPayment or PayInvoice when invoice.Payment.LastAttempt is { ThenRecover: true } => Recovery(state, invoice),
            StartContract or PurchaseSeats or UpgradePlan or ReduceNow or CreateInvoice or ResolveAdHocSeats or PayInvoice or ConfirmPayment => Payment(invoice),
            UpdateCard => Recovery(state, invoice),
            VoidInvoice or CancelPurchase or RecordWirePayment => invoice.IsOpen && invoice.Payment.IsUnsettled ? Pending(invoice) : null,
            RefundInvoice => OfRefund(invoice),
            _ => null,
        };
    }

    private static RuleError? Payment(Invoice invoice) => invoice switch
    {
        { Status: InvoiceStatus.Paid } => null,
        { Status: InvoiceStatus.Void, VoidReason: VoidReason.Declined } => Declined(invoice),
        { Status: InvoiceStatus.Void } => new(ErrorCode.InvoiceNotOpen, $"Invoice {invoice.NumberText} was not paid and is void."),
        { Payment.IsUnknown: true } => Pending(invoice),
        { Payment.AwaitsCardholder: true } => new(ErrorCode.PaymentActionRequired,
            $"The bank wants the cardholder to confirm {invoice.AmountDue} of invoice {invoice.NumberText}: finish paymentAction, then call confirmPayment."),
        { Payment.IsUnsettled: true } => Pending(invoice),
        { Payment.LastAttempt.Outcome: AttemptOutcome.Declined } => Declined(invoice),
        { Payment.LastAttempt.Outcome: AttemptOutcome.ActionRequired } => Declined(invoice),
        _ => null,
    };

    /// <summary>A new card pays one invoice after the other: the first that is not paid tells how it went.</summary>
    private static RuleError? Recovery(OrganizationState state, Invoice first) => Payment(first) ?? state.Invoices.Skip(first.Number)
        .Where(later => later.Payment.LastAttempt is { ThenRecover: true } || later.Kind == InvoiceKind.Reactivation)
        .Select(Payment).FirstOrDefault(error => error is not null);

    private static RuleError? OfRefund(Invoice invoice) => invoice.Refunds.LastOrDefault()?.Status switch
    {
        RefundStatus.Pending => Pending(invoice),
        RefundStatus.Failed => new(ErrorCode.PaymentDeclined, $"The payment provider refused to refund invoice {invoice.NumberText}: nothing was paid back."),
        _ => null,
    };

    private static RuleError Declined(Invoice invoice) => new(ErrorCode.PaymentDeclined,
        $"The card was declined{(invoice.Payment.LastAttempt?.DeclineCode is { } code ? $" ({code})" : "")}: {invoice.AmountDue} was not charged.");

    private static RuleError Pending(Invoice invoice) => new(ErrorCode.PaymentPending,
        $"Whether the payment of invoice {invoice.NumberText} succeeded is not known yet: ask again with the same idempotency key.");
}

using Billing.Domain.AdHoc;
using Billing.Domain.Contracts;
using Billing.Domain.Dunning;
using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Payments;
using Billing.Domain.Seasons;
using NodaTime;

namespace Billing.Domain.Organizations;

/// <summary>What happens when an entry of the agenda is due.</summary>
internal static class AgendaRules
{
    public static Decision Due(OrganizationState state, DueEntry entry, DecisionContext context)
    {
        var turn = new Turn(state, context with { Actor = Actor.System, Key = null }, entry.At);
        switch (entry.Kind)
        {
            case DueKind.StorageMonthEnds: Storage.MonthEndRules.End(turn); break;
            case DueKind.PurchaseExpires: PaymentRules.RequestVoid(turn, Invoice(), VoidReason.Expired); break;
            case DueKind.InvoiceOverdue: DunningRules.Overdue(turn, Invoice()); break;
            case DueKind.GraceEnds: DunningRules.LockOut(turn, state.Status.Reason ?? StatusReason.PaymentDeclined); break;
            case DueKind.PaymentRetry: PaymentRules.Prepare(turn, entry.InvoiceNumber!.Value, onSession: false, thenRecover: false); break;
            case DueKind.LockedPeriodOver: PaymentRules.RequestVoid(turn, Invoice(), VoidReason.PeriodOver); break;
            case DueKind.PeriodEnds: RenewalRules.PeriodEnds(turn); break;
            case DueKind.PaymentMethodReminder: Remind(turn); break;
            case DueKind.SeasonCloses or DueKind.SeasonOpens: SeasonRules.Reach(turn, entry.SeasonId!.Value, entry.At); break;
            case DueKind.AdHocOverdue: AdHocRules.Overdue(turn, entry.AdHocRequestId!.Value); break;
            default: throw new InvalidOperationException($"Nobody does {entry.Kind}.");
        }

        return turn.Done();

        Invoice Invoice() => state.Invoice(entry.InvoiceNumber!.Value);
    }

    private static void Remind(Turn turn)
    {
        var end = turn.Contract.RenewsAt;
        var oneDay = turn.At >= end - Duration.FromDays(1);
        turn.Record(new ReminderSent(new(end, SevenDays: true, OneDay: oneDay)));
        MailRules.ToBilling(turn, MailTemplate.PaymentMethodReminder, $"{end}/{(oneDay ? 1 : 7)}", new() { At = end });
    }
}

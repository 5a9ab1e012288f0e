using System.Collections.Immutable;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;

namespace Billing.Domain.Mail;

/// <summary>Who gets which mail. Queued in the decision of its cause, so it is written in the same transaction.</summary>
internal static class MailRules
{
    /// <param name="about">With the template, the mail's key within the organization.</param>
    public static void Queue(Turn turn, MailTemplate template, string about, ImmutableArray<string> to, MailFacts facts)
    {
        var mail = new QueuedMail(turn.Context.Ids.NewMailId(), turn.State.MailCount + 1, template, about, to, facts, turn.At);
        turn.Record(new MailQueued(mail));
    }

    /// <summary>To whoever looks after billing: owner, billing admins, invoice addresses.</summary>
    public static void ToBilling(Turn turn, MailTemplate template, string about, MailFacts facts) =>
        Queue(turn, template, about, Distinct(BillingAdmins(turn.State).Concat(InvoiceAddresses(turn.State))), facts);

    /// <summary>To the primary and additional invoice addresses; the owner where there is none (A28).</summary>
    public static void ToInvoiceAddresses(Turn turn, MailTemplate template, string about, MailFacts facts)
    {
        var addresses = Distinct(InvoiceAddresses(turn.State));
        Queue(turn, template, about, addresses.IsEmpty ? [turn.State.Owner.Email] : addresses, facts);
    }

    /// <summary>To owner and billing admins only.</summary>
    public static void ToBillingAdmins(Turn turn, MailTemplate template, string about, MailFacts facts) =>
        Queue(turn, template, about, Distinct(BillingAdmins(turn.State)), facts);

    /// <summary>A key for what may happen again within the same instant, which a test clock holds for long (A57).</summary>
    public static string ThisOne(Turn turn) => (turn.State.MailCount + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static MailFacts OfInvoice(Invoice invoice) => new() { InvoiceNumber = invoice.Number, Amount = invoice.AmountDue };

    private static IEnumerable<string> BillingAdmins(OrganizationState state) => state.Members.BillingAdmins.Select(member => member.Email);

    private static IEnumerable<string> InvoiceAddresses(OrganizationState state)
    {
        if (state.Payment.PrimaryInvoiceEmail is { } primary) yield return primary;
        foreach (var address in state.Payment.AdditionalInvoiceEmails) yield return address;
    }

    private static ImmutableArray<string> Distinct(IEnumerable<string> addresses) => [.. addresses.Distinct(StringComparer.OrdinalIgnoreCase)];
}

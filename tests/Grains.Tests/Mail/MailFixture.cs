using System.Collections.Immutable;
using Billing.Domain;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Grains.Mail;
using NodaTime;

namespace Billing.Grains.Tests.Mail;

/// <summary>An organization in New York with a monthly contract, its invoices and its mails.</summary>
internal static class MailFixture
{
    public const string Mailbox = "owner@acme.example";

    public static readonly Instant Start = Instant.FromUtc(2026, 1, 2, 0, 0);

    private static readonly Instant Later = Start + Duration.FromMinutes(5);

    public static readonly MailOptions Options = new()
    {
        ProductUrl = "https://app.kustomer.example/",
        StaffEmail = "client-billing@kustomer.example",
    };

    public static readonly MailId Id = new("mail_0123456789abcdef0123456789abcdef");

    public static readonly MemberId Member = new("mem_2");

    public static Money Usd(long minor) => new(minor, Currency.Usd);

    public static OrganizationState Organization(string name = "Acme Inc.", string timeZone = "America/New_York", bool trial = false)
    {
        var owner = NewMember(new("mem_1"), "Olivia Owner", Mailbox, MemberType.FullTime);
        var created = new OrganizationCreated(new("org_1"), new("acc_1"), name, OrganizationKind.Production, timeZone, null, owner);
        return Apply(OrganizationFold.Start(new(1, 1, Start, "staff", created)),
            new MemberAdded(NewMember(Member, "Max Member", "max@acme.example", MemberType.Collaborator)),
            new ContractStarted(Contract(trial)),
            new CardChanged(new("pm_1", "visa", "4242", 12, 2027)));
    }

    public static OrganizationState Apply(OrganizationState state, params OrganizationEvent[] events) => events.Aggregate(
        state, (before, fact) => OrganizationFold.Apply(before, new(before.Sequence + 1, before.PublicSequence + 1, Later, "system", fact)));

    public static OrganizationState Issued(OrganizationState state, Invoice invoice) => Apply(state, new InvoiceIssued(invoice));

    public static OrganizationState Paid(OrganizationState state, Invoice invoice) =>
        Apply(Issued(state, invoice), new InvoicePaid(invoice.Number, invoice.AmountDue, null));

    /// <summary>A renewal with seats, collaborators, an add-on, 8.875 % tax and some credit.</summary>
    public static Invoice Renewal(Collection collection = Collection.ChargeCard)
    {
        ImmutableArray<InvoiceLine> lines =
        [
            new("Enterprise: full-time seats", 12, Usd(89_00), null, null, Usd(1068_00), Usd(94_79)),
            new("Enterprise: collaborator seats", 20, Usd(5_00), null, null, Usd(100_00), Usd(8_88)),
            new("Enterprise: additional full-time seats, 17 of 31 days", 3, Usd(89_00), 17, 31, Usd(146_42), Usd(12_99)),
        ];
        return Invoice(lines, collection, credit: 25_00) with { Period = new(new(2026, 1, 2), new(2026, 2, 2)) };
    }

    public static Invoice Invoice(ImmutableArray<InvoiceLine> lines, Collection collection = Collection.ChargeCard, long credit = 0)
    {
        var subtotal = lines.Aggregate(Usd(0), (sum, line) => sum + line.Amount);
        var tax = lines.Aggregate(Usd(0), (sum, line) => sum + line.Tax);
        var due = (subtotal + tax).Minor - credit;
        return new()
        {
            Id = new("inv_1"),
            Number = 1,
            Kind = InvoiceKind.Renewal,
            Status = InvoiceStatus.Open,
            IssuedAt = Start,
            DueAt = collection == Collection.SendInvoice ? Start + Duration.FromDays(30) : Start,
            Lines = lines,
            Subtotal = subtotal,
            Tax = tax,
            Total = subtotal + tax,
            CreditApplied = Usd(credit),
            AmountDue = Usd(Math.Max(0, due)),
            BilledTo = new("Acme Incorporated", new("1 Main Street", "Floor 3", "New York", "NY", "10001", "US"), [], "PO-4711"),
            Collection = collection,
            OnDecline = DeclineRule.Dunning,
            Payment = PaymentProgress.None,
        };
    }

    public static QueuedMail Mail(MailTemplate template, MailFacts facts, string about = "0001", params string[] to) =>
        new(Id, 1, template, about, to.Length == 0 ? [Mailbox] : [.. to], facts, Later);

    public static RenderedMail Render(
        MailTemplate template, MailFacts facts, OrganizationState state, string about = "0001", params string[] to) =>
        new MailRenderer().Render(Mail(template, facts, about, to), state, Options);

    public static OutgoingMail Outgoing(params string[] to) => new(
        Id, MailTemplate.AccessRestored, to.Length == 0 ? [Mailbox] : [.. to],
        "Zugang für Müller & Söhne 再開", "Text: grüß Gott\n", "<p>HTML: grüß Gott</p>\n", Start);

    private static Member NewMember(MemberId id, string name, string email, MemberType type) => new()
    {
        Id = id,
        Name = name,
        Email = email,
        Type = type,
        Status = MemberStatus.Invited,
        Permissions = [],
        IsOwner = id.Value == "mem_1",
        InvitedAt = Start,
    };

    private static Contract Contract(bool trial) => new()
    {
        Plan = PlanCode.Enterprise,
        Licensing = Licensing.SeatBased,
        Interval = BillingInterval.Monthly,
        FullTimeSeats = 12,
        CollaboratorSeats = 20,
        SeatPrice = Usd(89_00),
        CollaboratorSeatPrice = Usd(5_00),
        PlanPrices = [],
        AddOns = [],
        TermMonths = 12,
        Anchor = new(2026, 1, 16),
        TrialStartsOn = trial ? new(2026, 1, 2) : null,
        Billed = BilledInPeriod.Nothing(Currency.Usd),
    };
}

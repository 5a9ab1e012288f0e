using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Grains.Mail;
using NodaTime;
using Xunit;
using static Billing.Grains.Tests.Mail.MailFixture;
using static Billing.Grains.Tests.Mail.MailProof;

namespace Billing.Grains.Tests.Mail;

/// <summary>Every template as a whole, and what the M table demands of it.</summary>
public sealed class MailTemplateTests
{
    private static readonly Instant Deadline = Instant.FromUtc(2026, 1, 5, 0, 0);
    private static readonly Instant End = Instant.FromUtc(2026, 2, 2, 0, 0);
    private const string Payment = "https://app.kustomer.example/settings/billing/payment";

    [Fact]
    public void M1_reminds_of_the_missing_card_with_date_and_link()
    {
        var mail = Match("M1", Render(MailTemplate.PaymentMethodReminder, new() { At = End }, Organization()));
        Says(mail, "2026-02-02 00:00 UTC", "2026-02-01 19:00 in America/New_York", Payment);
    }

    [Fact]
    public void M1_names_the_trial_where_one_runs()
    {
        var mail = Render(MailTemplate.PaymentMethodReminder, new() { At = End }, Organization(trial: true));
        Says(mail, "Trial ends");
    }

    [Fact]
    public void M2_tells_card_amount_deadline_and_link()
    {
        var mail = Match("M2", Render(MailTemplate.PaymentDeclined, Declined, Failed()));
        Says(mail, "Visa ending in 4242", "$1,406.08", "2026-01-05 00:00 UTC", "2026-01-04 19:00 in America/New_York", Payment);
        Assert.Equal("Your card was declined: $1,406.08 due by 2026-01-05 00:00 UTC", mail.Subject);
    }

    [Fact]
    public void A41_M2_promises_another_try_only_where_one_is_planned()
    {
        Says(Render(MailTemplate.PaymentDeclined, Declined, Failed(Start + Duration.FromHours(24))), "try it again");
        Assert.DoesNotContain("try it again", Render(MailTemplate.PaymentDeclined, Declined, Failed()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A35_M1_of_a_storage_invoice_asks_for_the_card_that_pays_it()
    {
        var mail = Match("M1_storage", Render(MailTemplate.PaymentMethodReminder, Declined, Failed(InvoiceKind.StorageOverage)));
        Says(mail, "could not be charged", "no card on file", "Nobody loses access", "2026-01-05 00:00 UTC", Payment);
    }

    [Theory, InlineData(InvoiceKind.Storage), InlineData(InvoiceKind.StorageOverage)]
    public void A35_R65_M2_of_storage_threatens_with_no_more_than_the_refusal_of_new_data(InvoiceKind kind)
    {
        var mail = Render(MailTemplate.PaymentDeclined, Declined, Failed(kind));
        if (kind == InvoiceKind.StorageOverage) Match("M2_storage", mail);
        Says(mail, "nobody loses access to Acme Inc.", "no new data can be created until it is paid", "2026-01-05 00:00 UTC", Payment);
        SaysNot(mail, "deactivated", "keeps full access");
    }

    [Fact]
    public void A35_R65_M3_and_M8_of_storage_threaten_with_no_more_than_the_refusal_of_new_data()
    {
        var action = Render(MailTemplate.PaymentActionRequired, Declined, Failed(InvoiceKind.StorageOverage));
        var overdue = Render(MailTemplate.InvoiceOverdue, Declined, Failed(InvoiceKind.StorageOverage));
        Says(action, "nobody loses access to Acme Inc.", "no new data can be created");
        Says(overdue, "nobody loses access to Acme Inc.", "no new data can be created");
        SaysNot(action, "deactivated", "keeps full access");
        SaysNot(overdue, "deactivated", "keeps full access");
    }

    [Fact]
    public void M3_tells_link_and_deadline()
    {
        var mail = Match("M3", Render(MailTemplate.PaymentActionRequired, Declined, Failed()));
        Says(mail, "2026-01-05 00:00 UTC", Payment);
    }

    [Theory]
    [InlineData(StatusReason.NoPaymentMethod, "no card on file")]
    [InlineData(StatusReason.PaymentDeclined, "did not go through")]
    [InlineData(StatusReason.Canceled, "was canceled")]
    [InlineData(StatusReason.InvoiceOverdue, "was not paid when it was due")]
    public void M4_tells_the_reason_that_nothing_is_deleted_and_the_way_back(StatusReason reason, string words)
    {
        var state = reason == StatusReason.Canceled ? Organization() : Failed();
        var mail = Match($"M4_{reason}", Render(MailTemplate.AccessLost, new() { Reason = reason, At = Deadline }, state));
        Says(mail, words, "Nothing is deleted", "How to come back", Payment);
    }

    [Fact]
    public void M5_welcomes_back() =>
        Match("M5", Render(MailTemplate.AccessRestored, new() { At = Deadline }, Organization()));

    [Fact]
    public void M6_is_the_invoice_marked_paid()
    {
        var invoice = Renewal();
        var mail = Match("M6", Render(
            MailTemplate.InvoicePaid, new() { InvoiceNumber = 1, Amount = invoice.Total }, Paid(Organization(), invoice)));
        Says(mail, "Invoice 0001 is paid", "Enterprise: full-time seats", "12 × $89.00");
        Says(mail, "3 × $89.00 × 17 of 31 days", "$1,431.08", "Visa ending in 4242");
        Assert.Contains("[PAID]", mail.Text, StringComparison.Ordinal);
        Assert.Contains(">Paid</span>", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void M6_names_the_wire_where_no_card_paid()
    {
        var invoice = Renewal(Collection.SendInvoice);
        var state = Apply(Issued(Organization(), invoice), new InvoicePaid(1, Usd(0), "WIRE-1"));
        var mail = Render(MailTemplate.InvoicePaid, new() { InvoiceNumber = 1, Amount = invoice.Total }, state);
        Says(mail, "Paid on 2026-01-02 by wire transfer");
        Assert.DoesNotContain("4242", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void M6_of_nothing_to_pay_says_so_without_a_card()
    {
        var invoice = Invoice([new("Enterprise: full-time seats", 1, Usd(0), null, null, Usd(0), Usd(0))]);
        var mail = Render(MailTemplate.InvoicePaid, new() { InvoiceNumber = 1, Amount = invoice.Total }, Paid(Organization(), invoice));
        Says(mail, "$0.00", "Paid on 2026-01-02");
        Assert.DoesNotContain("4242", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A51_M6_of_a_negative_total_names_the_credit()
    {
        var invoice = Invoice(
            [new("Credit: Enterprise, unused 10 of 31 days", 3, Usd(-89_00), 10, 31, Usd(-86_13), Usd(0))]);
        var mail = Match("M6_credit", Render(
            MailTemplate.InvoicePaid, new() { InvoiceNumber = 1, Amount = invoice.Total }, Paid(Organization(), invoice)));
        Says(mail, "-$86.13", "Added to your credit", "$86.13 was added");
    }

    [Fact]
    public void M7_tells_amount_due_date_and_how_to_pay_by_wire()
    {
        var invoice = Renewal(Collection.SendInvoice);
        var mail = Match("M7", Render(MailTemplate.InvoiceIssued,
            new() { InvoiceNumber = 1, Amount = invoice.AmountDue, At = invoice.DueAt }, Issued(Organization(), invoice)));
        Says(mail, "$1,406.08", "2026-02-01 00:00 UTC", "wire", "Invoice 0001, Acme Inc.", "client-billing@kustomer.example");
        Assert.DoesNotContain("[PAID]", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void M8_tells_amount_and_deadline()
    {
        var (facts, state) = Overdue();
        var mail = Match("M8", Render(MailTemplate.InvoiceOverdue, facts with { Deadline = Deadline }, state));
        Says(mail, "$1,406.08", "2026-01-05 00:00 UTC", "full access until");
    }

    [Fact]
    public void A48_M8_without_a_deadline_threatens_nothing()
    {
        var (facts, state) = Overdue();
        var mail = Render(MailTemplate.InvoiceOverdue, facts, state);
        Says(mail, "Access is not affected");
        Assert.DoesNotContain("deactivated", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void M9_tells_when_access_ends() =>
        Says(Match("M9", Render(MailTemplate.SubscriptionCanceled, new() { At = End }, Organization())), "2026-02-02 00:00 UTC");

    [Fact]
    public void M10_an_invitation_that_is_sent_again_has_the_members_own_link()
    {
        var mail = Render(MailTemplate.MemberInvitation, new() { MemberName = "Max Member" }, Organization(), $"{Member}/17", "max@acme.example");
        Says(mail, "collaborator seat");
        Assert.Contains("https://app.kustomer.example/signup?organization=org_1&member=mem_2\n", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void M10_tells_organization_and_signup_link()
    {
        var mail = Match("M10", Render(
            MailTemplate.MemberInvitation, new() { MemberName = "Max Member" }, Organization(), Member.Value, "max@acme.example"));
        Says(mail, "Acme Inc.", "collaborator seat", "max@acme.example");
        Assert.Contains("https://app.kustomer.example/signup?organization=org_1&member=mem_2\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://app.kustomer.example/signup?organization=org_1&amp;member=mem_2\"", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void M18_tells_before_after_and_amount()
    {
        var mail = Match("M18", Render(MailTemplate.SeatsPurchased, Purchased, Paid(Organization(), Renewal())));
        Says(mail, "12 full-time seats", "15 full-time seats", "$159.41", "Charged");
    }

    [Fact]
    public void A48_M18_says_invoiced_where_nothing_is_charged()
    {
        var mail = Render(MailTemplate.SeatsPurchased, Purchased, Issued(Organization(), Renewal(Collection.SendInvoice)));
        Says(mail, "Invoiced", "due by 2026-02-01 00:00 UTC");
    }

    [Fact]
    public void M19_tells_before_after_and_amount()
    {
        var facts = new MailFacts
        {
            InvoiceNumber = 1,
            Amount = Usd(500_00),
            Before = "Professional, 12 full-time seats",
            After = "Enterprise, 12 full-time seats",
        };
        var mail = Match("M19", Render(MailTemplate.PlanChanged, facts, Paid(Organization(), Renewal())));
        Says(mail, "Professional, 12 full-time seats", "Enterprise, 12 full-time seats", "$500.00");
    }

    [Fact]
    public void Times_stand_alone_where_the_organization_is_in_UTC()
    {
        var mail = Render(MailTemplate.AccessRestored, new() { At = Deadline }, Organization(timeZone: "UTC"));
        Assert.DoesNotContain(" in UTC", mail.Text, StringComparison.Ordinal);
    }

    private static MailFacts Purchased =>
        new() { InvoiceNumber = 1, Amount = Usd(159_41), Before = "12 full-time seats", After = "15 full-time seats" };

    private static MailFacts Declined =>
        new() { InvoiceNumber = 1, Amount = Usd(1406_08), CardBrand = "visa", CardLast4 = "4242", Deadline = Deadline };

    private static OrganizationState Failed(params Instant[] retries) => Failed(InvoiceKind.Renewal, retries);

    private static OrganizationState Failed(InvoiceKind kind, params Instant[] retries) => Apply(
        Issued(Organization(), Renewal() with { Kind = kind }), new InvoiceFailed(1, Start, [.. retries]));

    private static (MailFacts Facts, OrganizationState State) Overdue()
    {
        var invoice = Renewal(Collection.SendInvoice);
        return (new() { InvoiceNumber = 1, Amount = invoice.AmountDue }, Issued(Organization(), invoice));
    }
}

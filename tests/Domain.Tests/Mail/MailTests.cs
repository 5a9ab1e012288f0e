using Billing.Domain.Catalog;
using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Tests.Mails;

public class MailTests
{
    private static readonly string[] Billing = ["olivia@example.com", "ann@example.com", "bills@example.com", "b@example.com"];
    private static readonly string[] InvoiceAddresses = ["bills@example.com", "b@example.com"];

    [Fact]
    public void R03_A03_M01_a_missing_card_is_reminded_of_7_days_and_1_day_before()
    {
        var life = Trial(14);
        life.AdvanceTo("2025-01-29");
        var sent = Sent(life, MailTemplate.PaymentMethodReminder);
        Assert.Equal(["2025-01-22T00:00:00Z", "2025-01-28T00:00:00Z"], sent.Select(mail => mail.QueuedAt.ToString()));
        Assert.All(sent, mail => Assert.Equal((Life.At("2025-01-29"), 4), (mail.Facts.At, mail.To.Length)));
        Assert.Equal(Billing, sent[0].To);
    }

    [Fact]
    public void R03_a_card_in_time_ends_the_reminders()
    {
        var life = Trial(14);
        life.AdvanceTo("2025-01-25");
        life.NewCard();
        life.AdvanceTo("2025-01-29");
        Assert.Single(Sent(life, MailTemplate.PaymentMethodReminder));
        Assert.Equal(AccountState.Active, life.Status);
    }

    [Theory]
    [InlineData(6, 1), InlineData(7, 2), InlineData(1, 1)]
    public void A56_a_trial_of_fewer_than_7_days_has_the_1_day_reminder_only(int days, int reminders)
    {
        var life = Trial(days);
        life.AdvanceTo("2025-01-29");
        Assert.Equal(reminders, Sent(life, MailTemplate.PaymentMethodReminder).Count);
    }

    [Fact]
    public void R04_M02_a_decline_names_card_amount_and_deadline()
    {
        var life = WithBilling(Life.Signed());
        life.Says(BankWord.No());
        life.AdvanceTo("2025-02-15");
        var mail = Assert.Single(Sent(life, MailTemplate.PaymentDeclined));
        Assert.Equal(("visa", "4242", "$600.00", Life.At("2025-02-18")), (mail.Facts.CardBrand, mail.Facts.CardLast4, mail.Facts.Amount!.Value.Format(), mail.Facts.Deadline));
        Assert.Equal(Billing, mail.To);
    }

    [Fact]
    public void A49_M03_a_renewal_that_wants_the_cardholder_says_so()
    {
        var life = WithBilling(Life.Signed());
        life.Says(BankWord.WantsCardholder);
        life.AdvanceTo("2025-02-15");
        var mail = Assert.Single(Sent(life, MailTemplate.PaymentActionRequired));
        Assert.Equal(Life.At("2025-02-18"), mail.Facts.Deadline);
        Assert.Equal(Billing, mail.To);
    }

    [Fact]
    public void M04_M05_losing_access_and_getting_it_back_are_mailed_once_each()
    {
        var life = Life.PastDue();
        WithBilling(life);
        life.Says(BankWord.No(), BankWord.No());
        life.AdvanceTo("2025-02-18");
        var lost = Assert.Single(Sent(life, MailTemplate.AccessLost));
        Assert.Equal(StatusReason.PaymentDeclined, lost.Facts.Reason);
        Assert.Equal(Billing, lost.To);
        life.NewCard("pm_card_1111");
        Assert.Equal(Billing, Assert.Single(Sent(life, MailTemplate.AccessRestored)).To);
    }

    [Fact]
    public void R19_A28_M06_every_paid_invoice_goes_to_primary_and_additional_zero_ones_too()
    {
        var life = WithBilling(Life.Signed());
        life.Do(new GrantCredit(60_000, "Sorry"));
        life.AdvanceTo("2025-03-15");
        var paid = Sent(life, MailTemplate.InvoicePaid);
        Assert.Equal([1, 2, 3], paid.Select(mail => mail.Facts.InvoiceNumber!.Value));
        Assert.Equal(["olivia@example.com"], paid[0].To);
        Assert.All(paid.Skip(1), mail => Assert.Equal(InvoiceAddresses, mail.To));
    }

    [Fact]
    public void A39_M07_M08_a_mailed_invoice_is_announced_and_its_lateness_too()
    {
        var life = WithBilling(Life.Signed());
        life.Do(new SetCollection(Collection.SendInvoice));
        life.AdvanceTo("2025-02-15");
        var issued = Assert.Single(Sent(life, MailTemplate.InvoiceIssued));
        Assert.Equal(Life.At("2025-03-17"), issued.Facts.At);
        Assert.Equal(InvoiceAddresses, issued.To);
        life.AdvanceTo("2025-03-17");
        var overdue = Assert.Single(Sent(life, MailTemplate.InvoiceOverdue));
        Assert.Equal((Life.At("2025-03-20"), "$600.00"), (overdue.Facts.Deadline, overdue.Facts.Amount!.Value.Format()));
        Assert.Equal(Billing, overdue.To);
    }

    [Fact]
    public void R21_M09_a_cancellation_tells_owner_and_billing_admins_when_access_ends()
    {
        var life = WithBilling(Life.Signed());
        life.Do(new CancelSubscription());
        var mail = Assert.Single(Sent(life, MailTemplate.SubscriptionCanceled));
        Assert.Equal(Life.At("2026-01-15"), mail.Facts.At);
        Assert.Equal(Billing[..2], mail.To);
    }

    [Fact]
    public void A57_M09_two_cancellations_at_one_standing_instant_are_two_mails_with_keys_of_their_own()
    {
        var life = Life.Signed();
        life.Do(new CancelSubscription());
        life.Do(new ResumeSubscription());
        life.Do(new CancelSubscription());
        Assert.Equal(2, Sent(life, MailTemplate.SubscriptionCanceled).Select(mail => mail.About).Distinct().Count());
    }

    [Fact]
    public void M10_an_invitation_goes_to_the_member()
    {
        var life = Life.Signed();
        life.Add("bo");
        Assert.Equal(["bo@example.com"], Assert.Single(Sent(life, MailTemplate.MemberInvitation)).To);
    }

    [Fact]
    public void R70_M18_M19_changes_of_seats_and_plan_go_to_the_invoice_addresses_after_payment()
    {
        var life = WithBilling(Life.Signed());
        life.Says(BankWord.ThreeDSecure);
        life.BuySeats(2);
        Assert.Empty(Sent(life, MailTemplate.SeatsPurchased));
        life.Cardholder(confirms: true);
        var seats = Assert.Single(Sent(life, MailTemplate.SeatsPurchased));
        Assert.Equal(("10 full-time seats", "12 full-time seats"), (seats.Facts.Before, seats.Facts.After));
        Assert.Equal(InvoiceAddresses, seats.To);
        life.Upgrade(PlanCode.Ultimate);
        Assert.Equal(("Business, 12 full-time seats", "Ultimate, 12 full-time seats"), (Sent(life, MailTemplate.PlanChanged)[0].Facts.Before, Sent(life, MailTemplate.PlanChanged)[0].Facts.After));
    }

    [Fact]
    public void M06_resending_at_one_standing_instant_sends_again_each_time()
    {
        var life = Life.Signed();
        life.Do(new ResendInvoice("0001"));
        life.Do(new ResendInvoice("0001"));
        Assert.Equal(3, Sent(life, MailTemplate.InvoicePaid).Select(mail => mail.About).Distinct().Count());
    }

    private static Life Trial(int days)
    {
        var life = new Life();
        life.Do(Life.Terms with { TrialDays = days });
        return WithBilling(life);
    }

    private static Life WithBilling(Life life)
    {
        life.Add("ann", MemberType.FullTime, Permission.Billing);
        life.Add("zoe", MemberType.FullTime, Permission.UserManagement);
        life.Address("bills@example.com", "b@example.com", "BILLS@example.com");
        return life;
    }

    private static List<QueuedMail> Sent(Life life, MailTemplate template) => [.. life.Mails.Where(mail => mail.Template == template)];
}

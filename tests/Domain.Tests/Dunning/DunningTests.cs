using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using NodaTime;

namespace Billing.Domain.Tests.Dunning;

public class DunningTests
{
    [Fact]
    public void R04_A02_a_declined_renewal_is_past_due_for_72_hours_and_mailed_once()
    {
        var life = Life.PastDue();
        Assert.Equal((StatusReason.PaymentDeclined, Life.At("2025-02-18")), (life.State.Status.Reason, life.State.Status.Deadline));
        life.Says(BankWord.No(), BankWord.No());
        life.AdvanceTo("2025-02-17T23:00:00Z");
        Assert.Single(life.Mails, mail => mail.Template == MailTemplate.PaymentDeclined);
    }

    [Theory]
    [InlineData("2025-02-17T23:59:59.999999999Z", AccountState.PastDue)]
    [InlineData("2025-02-18T00:00:00Z", AccountState.BillingOnly)]
    public void A02_access_is_lost_72_hours_after_the_first_decline(string until, AccountState state)
    {
        var life = Life.PastDue();
        life.Says(BankWord.No(), BankWord.No());
        life.AdvanceTo(until);
        Assert.Equal(state, life.Status);
    }

    [Fact]
    public void R05_A01_after_three_days_only_billing_is_left_with_its_reason()
    {
        var life = Life.Locked();
        Assert.Equal((StatusReason.PaymentDeclined, Life.At("2025-02-18")), (life.State.Status.Reason, life.State.Status.Since));
    }

    [Fact]
    public void R01_nothing_is_deleted_while_locked()
    {
        var life = Life.Locked();
        life.AdvanceTo("2030-01-01");
        Assert.Equal((10, 2, 1), (life.Contract.FullTimeSeats, life.State.Invoices.Count, life.State.Members.Count));
    }

    [Fact]
    public void A02_the_72_hours_run_from_the_attempt_as_really_made()
    {
        var life = Life.Signed(testClock: false);
        life.Says(BankWord.No());
        life.SleepUntil("2025-02-20T10:00:00Z");
        Assert.Equal(Life.At("2025-02-15"), life.Last.IssuedAt);
        Assert.Equal((AccountState.PastDue, Life.At("2025-02-23T10:00:00Z")), (life.Status, life.State.Status.Deadline));
    }

    [Fact]
    public void A02_each_renewal_that_is_caught_up_with_has_72_hours_of_its_own()
    {
        var life = Life.Signed(testClock: false);
        life.Says(BankWord.No());
        life.SleepUntil("2025-04-20T10:00:00Z");
        life.AdvanceTo("2025-04-20T20:00:00Z");
        life.Says(BankWord.Yes, BankWord.No());
        life.NewCard("pm_card_1111");
        life.AdvanceTo("2025-04-20T20:00:00Z");
        Assert.Equal([InvoiceStatus.Paid, InvoiceStatus.Open], life.State.Invoices.Skip(1).Select(invoice => invoice.Status));
        Assert.Equal((AccountState.PastDue, Life.At("2025-04-23T20:00:00Z")), (life.Status, life.State.Status.Deadline));
    }

    [Fact]
    public void A02_a_read_past_the_deadline_is_locked_even_where_a_retry_was_slept_through()
    {
        var life = Life.Signed(testClock: false);
        life.Says(BankWord.No());
        life.AdvanceTo("2025-02-15");
        var late = life.Context with { Now = Life.At("2025-02-18"), RealNow = Life.At("2025-02-18") };
        Assert.Equal(AccountState.BillingOnly, OrganizationRules.At(life.State, late).Status.State);
        Assert.Equal(AccountState.PastDue, OrganizationRules.At(life.State, late with { Now = Life.At("2025-02-17T23:59:59Z") }).Status.State);
    }

    [Fact]
    public void A41_the_card_is_tried_again_after_24_and_48_hours_and_no_deadline_moves()
    {
        var life = Life.PastDue();
        life.Says(BankWord.No(), BankWord.No());
        life.AdvanceTo("2025-02-17T12:00:00Z");
        Assert.Equal(["2025-02-15T00:00:00Z", "2025-02-16T00:00:00Z", "2025-02-17T00:00:00Z"], life.Last.Payment.Attempts.Select(attempt => attempt.At.ToString()));
        Assert.Equal(Life.At("2025-02-18"), life.State.Status.Deadline);
    }

    [Fact]
    public void A41_a_retry_that_succeeds_ends_past_due_at_once()
    {
        var life = Life.PastDue();
        life.AdvanceTo("2025-02-16");
        Assert.Equal((AccountState.Active, InvoiceStatus.Paid), (life.Status, life.Last.Status));
        Assert.DoesNotContain(life.Mails, mail => mail.Template == MailTemplate.AccessRestored);
    }

    [Theory]
    [InlineData("stolen_card"), InlineData("lost_card"), InlineData("do_not_try_again")]
    public void A41_what_the_bank_says_never_to_try_again_is_not_tried(string code)
    {
        var life = Life.PastDue(code);
        life.AdvanceTo("2025-02-18");
        Assert.Equal((1, AccountState.BillingOnly), (life.Last.Payment.Attempts.Length, life.Status));
    }

    [Fact]
    public void A41_never_again_on_a_retry_stops_the_next()
    {
        var life = Life.PastDue();
        life.Says(BankWord.No("stolen_card"));
        life.AdvanceTo("2025-02-18");
        Assert.Equal((2, AccountState.BillingOnly), (life.Last.Payment.Attempts.Length, life.Status));
    }

    [Fact]
    public void R06_A40_a_new_card_pays_and_unlocks_in_the_same_call()
    {
        var life = Life.Locked();
        Assert.Null(life.NewCard("pm_card_1111").Error);
        Assert.Equal((AccountState.Active, InvoiceStatus.Paid, "1111"), (life.Status, life.Last.Status, life.State.Payment.Card!.Last4));
        Assert.Single(life.Mails, mail => mail.Template == MailTemplate.AccessRestored);
    }

    [Fact]
    public void A40_a_new_card_ends_past_due_the_moment_it_pays()
    {
        var life = Life.PastDue();
        Assert.Null(life.NewCard("pm_card_1111").Error);
        Assert.Equal(AccountState.Active, life.Status);
    }

    [Fact]
    public void A47_a_new_card_that_is_declined_stays_and_changes_no_deadline()
    {
        var life = Life.PastDue();
        life.AdvanceTo("2025-02-15T12:00:00Z");
        life.Says(BankWord.No());
        Assert.Equal(ErrorCode.PaymentDeclined, life.NewCard("pm_card_0341").Error);
        Assert.Equal(("0341", AccountState.PastDue, Life.At("2025-02-18")), (life.State.Payment.Card!.Last4, life.Status, life.State.Status.Deadline));
    }

    [Fact]
    public void A49_a_renewal_that_wants_3d_secure_has_the_same_72_hours_M3_and_no_retries()
    {
        var life = Life.Signed();
        life.Says(BankWord.WantsCardholder);
        life.AdvanceTo("2025-02-17T12:00:00Z");
        Assert.Equal((AccountState.PastDue, Life.At("2025-02-18"), 1), (life.Status, life.State.Status.Deadline, life.Last.Payment.Attempts.Length));
        Assert.Single(life.Mails, mail => mail.Template == MailTemplate.PaymentActionRequired);
        Assert.DoesNotContain(life.Mails, mail => mail.Template == MailTemplate.PaymentDeclined);
        life.Says(BankWord.ThreeDSecure);
        Assert.Equal(ErrorCode.PaymentActionRequired, life.Do(new PayInvoice("0002")).Error);
        Assert.Null(life.Cardholder(confirms: true).Error);
        Assert.Equal(AccountState.Active, life.Status);
    }

    [Fact]
    public void A62_an_expired_card_is_charged_like_any_other() =>
        Assert.Equal(StatusReason.PaymentDeclined, Life.PastDue("expired_card").State.Status.Reason);

    [Fact]
    public void A61_nothing_is_locked_while_an_outcome_is_unknown_and_the_deadline_stays()
    {
        var life = Life.PastDue();
        life.Says(BankWord.No(), BankWord.No());
        life.AdvanceTo("2025-02-17T23:00:00Z");
        life.Breaks(Wire.BreaksBefore);
        life.Says(BankWord.No());
        Assert.Equal(ErrorCode.PaymentPending, life.Do(new PayInvoice("0002")).Error);
        Assert.False(life.AdvanceTo("2025-02-20"));
        Assert.Equal((AccountState.PastDue, Life.At("2025-02-18")), (life.Status, life.Now));
        life.LookUp();
        Assert.True(life.AdvanceTo("2025-02-20"));
        Assert.Equal((AccountState.BillingOnly, Life.At("2025-02-18")), (life.Status, life.State.Status.Since));
    }

    [Fact]
    public void A39_a_mailed_invoice_is_due_in_30_days_then_past_due_then_locked()
    {
        var life = new Life();
        life.Do(Life.AnnualTerms with { Collection = Collection.SendInvoice });
        Assert.Equal(Life.At("2025-02-14T09:30:00Z"), life.Last.DueAt);
        life.AdvanceTo("2025-02-14T09:29:59Z");
        Assert.Equal(AccountState.Active, life.Status);
        life.AdvanceTo("2025-02-14T09:30:00Z");
        Assert.Equal((AccountState.PastDue, StatusReason.InvoiceOverdue, Life.At("2025-02-17T09:30:00Z")), (life.Status, life.State.Status.Reason, life.State.Status.Deadline));
        life.AdvanceTo("2025-02-17T09:30:00Z");
        Assert.Equal((AccountState.BillingOnly, StatusReason.InvoiceOverdue), (life.Status, life.State.Status.Reason));
        life.Do(new RecordWirePayment("0001", 600_000, "w"));
        Assert.Equal(AccountState.Active, life.Status);
    }

    [Fact]
    public void A35_A67_a_declined_manual_invoice_stays_open_and_never_locks()
    {
        var life = Life.Signed();
        life.Says(BankWord.No());
        var made = life.Do(new CreateInvoice([new("Training", 1, 50_000)]));
        Assert.Equal((ErrorCode.PaymentDeclined, InvoiceStatus.Open), (made.Error, made.Invoice!.Status));
        life.AdvanceTo("2025-03-20");
        Assert.Equal((AccountState.Active, InvoiceStatus.Open), (life.Status, life.State.Invoice(2).Status));
    }

    [Fact]
    public void A67_a_new_card_pays_what_is_open_oldest_first_and_stops_at_a_decline()
    {
        var life = Life.Signed();
        life.Says(BankWord.No(), BankWord.No());
        life.Do(new CreateInvoice([new("Training", 1, 50_000)]));
        life.Do(new CreateInvoice([new("Import", 1, 70_000)]));
        life.Says(BankWord.No());
        life.AdvanceTo("2025-02-15");
        life.Says(BankWord.Yes, BankWord.No());
        life.NewCard("pm_card_1111");
        Assert.Equal([InvoiceStatus.Paid, InvoiceStatus.Open, InvoiceStatus.Open], life.State.Invoices.Skip(1).Select(invoice => invoice.Status));
        Assert.Equal(AccountState.PastDue, life.Status);
        life.NewCard("pm_card_2222");
        Assert.Equal(AccountState.Active, life.Status);
        Assert.All(life.State.Invoices, invoice => Assert.Equal(InvoiceStatus.Paid, invoice.Status));
    }

    [Fact]
    public void A08_R14_R15_wire_is_staffs_way_and_a_card_the_customers()
    {
        var life = Life.Signed();
        life.Do(new SetCollection(Collection.SendInvoice));
        life.AdvanceTo("2025-02-15");
        Assert.Equal((Collection.SendInvoice, InvoiceStatus.Open), (life.Last.Collection, life.Last.Status));
        Assert.Empty(life.Last.Payment.Attempts);
    }

    [Fact]
    public void A30_a_reactivation_that_is_declined_leaves_it_locked()
    {
        var life = Life.Locked();
        life.AdvanceTo("2025-04-01");
        life.Says(BankWord.No());
        Assert.Equal(ErrorCode.PaymentDeclined, life.NewCard("pm_card_0341").Error);
        Assert.Equal((AccountState.BillingOnly, InvoiceStatus.Void), (life.Status, life.Last.Status));
        life.NewCard("pm_card_1111");
        Assert.Equal(AccountState.Active, life.Status);
    }
}

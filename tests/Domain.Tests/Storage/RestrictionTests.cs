using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Storage;
using NodaTime;
using static Billing.Domain.Tests.Storage.StorageOrders;

namespace Billing.Domain.Tests.Storage;

/// <summary>When new data is refused, and who is warned.</summary>
public class RestrictionTests
{
    private const long Attachments = 35_000 * Mb;

    [Theory]
    [InlineData(StorageEnforcement.Charge, false), InlineData(StorageEnforcement.RestrictCreation, true), InlineData(StorageEnforcement.None, false)]
    public void R65_restrict_creation_refuses_new_data_while_a_pool_is_over(StorageEnforcement mode, bool restricted)
    {
        var life = Life.Signed();
        life.Enforce(mode);
        life.Attachments(Attachments);
        Assert.False(life.Storage().CreationRestricted);
        life.Attachments(Attachments + 1);
        Assert.Equal(restricted, life.Storage().CreationRestricted);
        life.Gigabytes(0, 1);
        Assert.False(life.Storage().CreationRestricted);
    }

    [Fact]
    public void R65_setting_the_same_mode_again_changes_nothing()
    {
        var life = Life.Signed();
        life.Enforce(StorageEnforcement.None);
        var facts = life.Journal.Count;
        life.Enforce(StorageEnforcement.None);
        Assert.Equal(facts, life.Journal.Count);
    }

    [Fact]
    public void A35_a_declined_storage_invoice_restricts_after_72_hours_and_never_locks()
    {
        var life = Over();
        life.Says(BankWord.No());
        life.AdvanceTo("2025-02-03T23:59:59.9999999Z");
        life.Attachments(0);
        Assert.False(life.Storage().CreationRestricted);
        life.AdvanceTo("2025-02-04");
        Assert.True(life.Storage().CreationRestricted);
        Assert.Equal((AccountState.Active, InvoiceStatus.Open), (life.Status, life.Last.Status));
        life.Enforce(StorageEnforcement.None);
        Assert.False(life.Storage().CreationRestricted);
        life.Enforce(StorageEnforcement.RestrictCreation);
        Assert.True(life.Storage().CreationRestricted);
        life.NewCard("pm_card_4444");
        Assert.False(life.Storage().CreationRestricted);
        Assert.Equal(InvoiceStatus.Paid, life.Last.Status);
    }

    [Fact]
    public void A35_M02_a_declined_storage_invoice_is_mailed_once_with_the_instant_of_the_restriction()
    {
        var life = Over();
        life.Says(BankWord.No(), BankWord.No());
        life.AdvanceTo("2025-02-01");
        life.Do(new PayInvoice(life.Last.NumberText));
        var mail = Assert.Single(life.Mails, mail => mail.Template == MailTemplate.PaymentDeclined);
        Assert.Equal((life.Last.Number, Life.At("2025-02-04")), (mail.Facts.InvoiceNumber!.Value, mail.Facts.Deadline!.Value));
    }

    [Fact]
    public void A35_a_storage_invoice_that_wants_the_cardholder_restricts_after_72_hours()
    {
        var life = Over();
        life.Says(BankWord.WantsCardholder);
        life.AdvanceTo("2025-02-04");
        Assert.True(life.Storage().CreationRestricted);
        Assert.Equal(AccountState.Active, life.Status);
    }

    [Theory]
    [InlineData("2025-03-05T23:59:59.9999999Z", false), InlineData("2025-03-06T00:00:00Z", true)]
    public void A35_a_mailed_storage_invoice_restricts_72_hours_after_it_fell_due(string now, bool restricted)
    {
        var life = new Life();
        life.Do(Life.AnnualTerms with { Collection = Collection.SendInvoice });
        life.Do(new RecordWirePayment(life.Last.NumberText, life.Last.AmountDue.Minor, "w1"));
        life.Attachments(Attachments + 1);
        life.AdvanceTo("2025-02-01");
        life.Attachments(0);
        Assert.Equal(Life.At("2025-03-03"), life.Last.DueAt);
        life.AdvanceTo(now);
        Assert.Equal(restricted, life.Storage().CreationRestricted);
        Assert.Equal(AccountState.Active, life.Status);
    }

    [Theory, InlineData(StorageEnforcement.Charge, true), InlineData(StorageEnforcement.None, false)]
    public void A35_M08_a_mailed_storage_invoice_that_is_overdue_names_the_instant_of_the_restriction(StorageEnforcement mode, bool named)
    {
        var life = new Life();
        life.Do(Life.AnnualTerms with { Collection = Collection.SendInvoice });
        life.Do(new RecordWirePayment(life.Last.NumberText, life.Last.AmountDue.Minor, "w1"));
        life.Attachments(Attachments + 1);
        life.AdvanceTo("2025-02-01");
        life.Enforce(mode);
        life.AdvanceTo("2025-03-03");
        var mail = Assert.Single(life.Mails, mail => mail.Template == MailTemplate.InvoiceOverdue);
        Assert.Equal(named ? Life.At("2025-03-06") : null, mail.Facts.Deadline);
    }

    [Theory]
    [InlineData("2025-02-03T23:59:59.9999999Z", false), InlineData("2025-02-04T00:00:00Z", true)]
    public void A35_without_a_card_the_72_hours_run_from_the_issue(string now, bool restricted)
    {
        var life = new Life();
        life.Do(Life.Terms with { Collection = Collection.SendInvoice });
        life.Do(new SetCollection(Collection.ChargeCard));
        life.Attachments(Attachments + 1);
        life.AdvanceTo(now);
        Assert.Empty(life.Last.Payment.Attempts);
        Assert.Equal(restricted, life.Storage().CreationRestricted);
        var mail = Assert.Single(life.Mails, mail => mail is { Template: MailTemplate.PaymentMethodReminder, Facts.InvoiceNumber: not null });
        Assert.Equal(life.Last.IssuedAt + Duration.FromHours(72), mail.Facts.Deadline);
    }

    [Fact]
    public void A66_a_trial_charges_no_storage()
    {
        var life = new Life();
        life.Do(Life.Terms with { TrialDays = 90 });
        life.Gigabytes(1, 1);
        life.Attachments(Attachments + 2_000 * Mb);
        life.AdvanceTo("2025-03-02");
        Assert.Empty(life.State.Invoices);
        Assert.Equal((2, 0), (life.State.Storage.Months.Count, life.Storage().ProjectedOverage.Minor));
    }

    [Fact]
    public void A35_other_unpaid_invoices_restrict_nothing()
    {
        var life = Life.Signed(Life.AnnualTerms);
        life.Says(BankWord.No());
        life.Do(new CreateInvoice([new("Training", 1, 4_000)]));
        life.AdvanceTo("2025-01-31");
        Assert.Equal(InvoiceStatus.Open, life.Last.Status);
        Assert.False(life.Storage().CreationRestricted);
    }

    [Fact]
    public void M15_each_pool_warns_once_a_month_with_what_the_month_would_cost()
    {
        var life = Life.Signed(Life.AnnualTerms);
        life.Add("Ann", MemberType.FullTime, Permission.Billing);
        life.Add("Bob");
        life.Address("invoices@example.com");
        life.Attachments(Attachments + 1);
        var mail = Assert.Single(Warnings(life));
        Assert.Equal("Attachments/2025-01", mail.About);
        Assert.Equal(["olivia@example.com", "Ann@example.com"], mail.To);
        Assert.Equal(new StorageFacts(StoragePool.Attachments, Attachments + 1, Attachments, new(100, Currency.Usd), false), mail.Facts.Storage);
        life.Attachments(0);
        life.Attachments(Attachments + (9 * Gb));
        Assert.Single(Warnings(life));
        life.Data(8 * Gb);
        Assert.Equal(["Attachments/2025-01", "Data/2025-01"], Warnings(life).Select(warning => warning.About));
        Assert.Equal(5_900, Warnings(life).Last().Facts.Storage!.MonthCost!.Value.Minor);
    }

    [Fact]
    public void M15_warns_again_in_each_month_in_which_a_pool_is_still_over()
    {
        var life = Over();
        life.AdvanceTo("2025-03-10");
        Assert.Equal(["Attachments/2025-01", "Attachments/2025-02", "Attachments/2025-03"], Warnings(life).Select(warning => warning.About));
        Assert.Equal(Life.At("2025-03-01"), Warnings(life).Last().QueuedAt);
    }

    [Fact]
    public void M15_fewer_bytes_allowed_warn_as_more_bytes_used_do()
    {
        var life = Life.Signed();
        life.Attachments(Attachments);
        Assert.Empty(Warnings(life));
        life.Do(new ReduceNow(null, 9, null));
        Assert.Single(Warnings(life));
    }

    [Fact]
    public void M15_nobody_is_warned_of_what_has_no_consequences()
    {
        var life = Over(StorageEnforcement.None);
        var pending = new Life();
        pending.Attachments(900 * Gb);
        var locked = Life.Locked();
        locked.Attachments(900 * Gb);
        Assert.Empty(Warnings(life).Concat(Warnings(pending)).Concat(Warnings(locked)));
        life.Enforce(StorageEnforcement.RestrictCreation);
        Assert.Equal((null, true), (Assert.Single(Warnings(life)).Facts.Storage!.MonthCost, Warnings(life).Single().Facts.Storage!.Restricted));
        locked.NewCard("pm_card_4444");
        Assert.Single(Warnings(locked));
    }

    [Fact]
    public void R65_crossing_the_limit_is_published_both_ways()
    {
        var life = Life.Signed();
        life.Attachments(Attachments + 5);
        life.Attachments(Attachments + 6);
        life.Data(7_500 * Mb + 200);
        life.BuySeats(1);
        Assert.Equal([new(0, 5), new(200, 6), new StorageLimitCrossed(0, 0)], life.Facts<StorageLimitCrossed>());
    }

    [Fact]
    public void R48_a_forecast_is_a_straight_line_through_the_months_reports()
    {
        var life = Life.Signed();
        life.Attachments(10 * Gb, "2025-01-11T00:00:00Z");
        Assert.Null(life.Storage().Forecast);
        life.AdvanceTo("2025-01-16");
        life.Attachments(20 * Gb);
        life.Data(1 * Gb, "2025-01-16T00:00:00Z");
        var forecast = life.Storage().Forecast!;
        Assert.Equal(Life.At("2025-02-01"), forecast.MonthEnd);
        Assert.Equal(52 * Gb, forecast.AttachmentBytes);
        Assert.Equal(1_700, forecast.Overage.Minor);
        life.AdvanceTo("2025-02-01");
        Assert.Null(life.Storage().Forecast);
    }

    [Fact]
    public void R48_a_forecast_is_never_below_zero_nor_beyond_what_is_counted()
    {
        var life = Life.Signed();
        life.Attachments(1_000_000_000_000_000_000, "2025-01-15T09:00:00Z");
        life.Attachments(0, "2025-01-15T09:00:01Z");
        life.Count("MESSAGE", 1, "2025-01-15T09:00:02Z");
        life.Count("MESSAGE", 1_000_000_000_000, "2025-01-15T09:00:03Z");
        var forecast = life.Storage().Forecast!;
        Assert.Equal((0L, 1_000_000_000_000_000_000L), (forecast.AttachmentBytes, forecast.DataBytes));
    }

    private static Life Over(StorageEnforcement mode = StorageEnforcement.Charge)
    {
        var life = Life.Signed(Life.AnnualTerms);
        life.Enforce(mode);
        life.Attachments(Attachments + 1);
        return life;
    }

    private static IEnumerable<QueuedMail> Warnings(Life life) => life.Mails.Where(mail => mail.Template == MailTemplate.StorageOverLimit);
}

using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Seats;
using NodaTime;

namespace Billing.Domain.Tests.Contracts;

public class SigningTests
{
    [Fact]
    public void R16_an_annual_contract_is_charged_in_full_after_signing()
    {
        var life = Life.Signed(Life.AnnualTerms);
        Assert.Equal((InvoiceKind.ContractStart, InvoiceStatus.Paid, 600_000), (life.Last.Kind, life.Last.Status, life.Last.Total.Minor));
        Assert.Equal(600_000, life.Provider.Taken[life.Last.Id.Value]);
    }

    [Fact]
    public void R17_A10_a_monthly_contract_is_charged_on_its_own_first_day_of_each_month()
    {
        var life = Life.Signed(start: "2025-01-31T09:30:00Z");
        life.AdvanceTo("2025-05-31");
        Assert.Equal(
            ["2025-01-31T09:30:00Z", "2025-02-28T00:00:00Z", "2025-03-31T00:00:00Z", "2025-04-30T00:00:00Z", "2025-05-31T00:00:00Z"],
            life.State.Invoices.Select(invoice => invoice.IssuedAt.ToString()));
    }

    [Fact]
    public void A43_the_first_period_includes_the_rest_of_the_signing_day_and_ends_at_midnight_utc()
    {
        var period = Life.Signed().Contract.CurrentPeriod;
        Assert.Equal((Life.At("2025-01-15"), Life.At("2025-02-15")), (period.StartsAt, period.EndsAt));
    }

    [Fact]
    public void A36_signing_without_card_or_trial_is_refused()
    {
        var life = new Life();
        Assert.Equal(ErrorCode.PaymentMethodRequired, life.Do(Life.Terms).Error);
        Assert.Equal(AccountState.Pending, life.Status);
        Assert.Null(life.Do(Life.Terms with { TrialDays = 14 }).Error);
        Assert.Equal(AccountState.Active, life.Status);
    }

    [Fact]
    public void A47_a_declined_first_charge_leaves_the_organization_pending()
    {
        var life = new Life();
        life.NewCard();
        life.Says(BankWord.No());
        var signed = life.Do(Life.Terms);
        Assert.Equal((ErrorCode.PaymentDeclined, InvoiceStatus.Void), (signed.Error, signed.Invoice!.Status));
        Assert.Equal(AccountState.Pending, life.Status);
        Assert.Null(life.State.Contract);
        Assert.Null(life.Do(Life.Terms).Error);
        Assert.Equal(["0001", "0002"], life.State.Invoices.Select(invoice => invoice.NumberText));
    }

    [Fact]
    public void A47_a_declined_new_contract_leaves_a_running_one_as_it_was()
    {
        var life = new Life();
        life.NewCard();
        life.Do(Life.Terms with { Collection = Collection.SendInvoice });
        var (contract, status) = (life.Contract, life.State.Status);
        life.Says(BankWord.No());
        Assert.Equal(ErrorCode.PaymentDeclined, life.Do(Life.AnnualTerms).Error);
        Assert.Equal((contract, status), (life.Contract, life.State.Status));
        Assert.Equal(Collection.SendInvoice, life.State.Payment.Collection);
        Assert.True(life.State.Invoice(1).IsOpen);
    }

    [Fact]
    public void A07_by_invoice_no_card_is_needed_and_none_is_missed()
    {
        var life = new Life();
        Assert.Null(life.Do(Life.Terms with { Collection = Collection.SendInvoice }).Error);
        life.Do(new RecordWirePayment("0001", 60_000, "w"));
        life.AdvanceTo("2025-02-20");
        Assert.Equal(AccountState.Active, life.Status);
        Assert.DoesNotContain(life.Mails, mail => mail.Template == Mail.MailTemplate.PaymentMethodReminder);
    }

    [Fact]
    public void A38_a_new_contract_credits_the_unused_time_and_starts_its_term_that_day()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-01-31T10:00:00Z");
        var signed = life.Do(Life.AnnualTerms);
        // 15 of 31 days of 60,000 are unused.
        Assert.Equal([-29_032, 600_000], signed.Invoice!.Lines.Select(line => line.Amount.Minor));
        Assert.Equal((BillingInterval.Annual, new LocalDate(2025, 1, 31)), (life.Contract.Interval, life.Contract.Anchor));
        Assert.Equal(570_968, life.Provider.Taken[signed.Invoice.Id.Value]);
    }

    [Fact]
    public void A38_unpaid_time_is_not_credited_and_its_invoice_is_void()
    {
        var life = Life.PastDue();
        var signed = life.Do(Life.AnnualTerms);
        Assert.Equal(600_000, signed.Invoice!.Total.Minor);
        Assert.Equal((InvoiceStatus.Void, VoidReason.Replaced), (life.State.Invoice(2).Status, life.State.Invoice(2).VoidReason));
        Assert.Equal(AccountState.Active, life.Status);
    }

    [Fact]
    public void A38_more_unused_than_the_new_contract_costs_becomes_credit()
    {
        var life = Life.Signed(Life.AnnualTerms);
        var signed = life.Do(Life.Terms);
        Assert.Equal((-540_000, 0, InvoiceStatus.Paid), (signed.Invoice!.Total.Minor, signed.Invoice.AmountDue.Minor, signed.Invoice.Status));
        Assert.Equal(540_000, life.Balance);
    }

    [Theory]
    [InlineData(BillingInterval.Annual, 18, true), InlineData(BillingInterval.Annual, 24, false), InlineData(BillingInterval.Monthly, 5, false)]
    public void A44_an_annual_interval_needs_a_term_of_whole_years(BillingInterval interval, int months, bool refused)
    {
        var life = new Life();
        life.NewCard();
        var signed = life.Do(Life.Terms with { Interval = interval, TermMonths = months });
        Assert.Equal(refused ? "termMonths" : null, signed.Field);
    }

    [Fact]
    public void A44_a_term_is_12_months_when_left_out() =>
        Assert.Equal(new(new(2025, 1, 15), new(2026, 1, 15)), Life.Signed().Contract.Term);

    [Fact]
    public void A64_more_than_a_card_can_be_charged_names_the_way_out()
    {
        var life = new Life();
        life.NewCard();
        var huge = Life.AnnualTerms with { FullTimeSeats = 2_000 };
        Assert.Equal((ErrorCode.InvalidInput, "fullTimeSeats"), (life.Do(huge).Error, life.Do(huge).Field));
        Assert.Contains("SEND_INVOICE", OrganizationRules.Decide(life.State, huge, life.Context).Refusal!.Message, StringComparison.Ordinal);
        Assert.Null(life.Do(huge with { Collection = Collection.SendInvoice }).Error);
        Assert.Equal("collection", life.Do(new SetCollection(Collection.ChargeCard)).Field);
    }

    [Fact]
    public void A64_a_new_card_is_never_charged_more_than_the_provider_takes()
    {
        var life = new Life();
        life.Do(Life.AnnualTerms with { FullTimeSeats = 2_000, Collection = Collection.SendInvoice });
        life.AdvanceTo("2025-02-20");
        Assert.Equal(AccountState.BillingOnly, life.Status);
        life.NewCard();
        Assert.False(life.Last.Payment.IsUnsettled);
        Assert.Null(life.Do(new RecordWirePayment("0001", 120_000_000, "w")).Error);
        Assert.Equal(AccountState.Active, life.Status);
    }

    [Fact]
    public void A65_list_prices_are_in_the_catalogs_currency_only()
    {
        var life = new Life();
        life.NewCard();
        Assert.Equal("seatPrice", life.Do(Life.Terms with { Currency = "EUR" }).Field);
        Assert.Equal("collaboratorSeatPrice", life.Do(Life.Terms with { Currency = "EUR", SeatPrice = 5_000, CollaboratorSeats = 1 }).Field);
        Assert.Null(life.Do(Life.Terms with { Currency = "EUR", SeatPrice = 5_000 }).Error);
        Assert.Equal("€500.00", life.Last.Total.Format());
    }

    [Fact]
    public void A65_without_a_rate_there_is_no_tax() => Assert.Equal(0, Life.Signed().Last.Tax.Minor);

    [Fact]
    public void A34_prices_come_from_catalog_and_contract()
    {
        var life = new Life { Catalog = TestCatalog.Value with { Plans = [.. TestCatalog.Value.Plans.Select(plan => plan with { MonthlySeatPrice = 7_777 })] } };
        life.NewCard();
        Assert.Equal(77_770, life.Do(Life.Terms).Invoice!.Total.Minor);
    }

    [Fact]
    public void A68_a_contract_below_the_seats_assigned_is_bad_input()
    {
        var life = Life.Signed();
        life.Add("bo");
        Assert.Equal((ErrorCode.InvalidInput, "fullTimeSeats"), (life.Do(Life.Terms with { FullTimeSeats = 1 }).Error, life.Do(Life.Terms with { FullTimeSeats = 1 }).Field));
    }

    [Fact]
    public void A66_a_trial_is_whole_days_and_the_contract_begins_at_its_end()
    {
        var life = Life.Signed(Life.Terms with { TrialDays = 14 });
        Assert.Empty(life.State.Invoices);
        Assert.Equal(Life.At("2025-01-29"), life.Contract.RenewsAt);
        life.AdvanceTo("2025-01-28T23:59:59Z");
        Assert.Empty(life.State.Invoices);
        life.AdvanceTo("2025-01-29");
        Assert.Equal((InvoiceKind.ContractStart, 60_000), (life.Last.Kind, life.Last.Total.Minor));
        Assert.Equal(new(new(2025, 1, 29), new(2026, 1, 29)), life.Contract.Term);
    }

    [Fact]
    public void R69_R10_a_contract_price_stays_when_list_prices_change()
    {
        var life = Life.Signed();
        life.Catalog = TestCatalog.Value with { Plans = [.. TestCatalog.Value.Plans.Select(plan => plan with { MonthlySeatPrice = 99_999 })] };
        Assert.Equal(6_000, life.BuySeats(1).Invoice!.Total.Minor);
        Assert.Equal(720_000 + 72_000, Pricing.AnnualCostOf(life));
        Assert.Equal(Life.At("2025-02-15"), life.Contract.RenewsAt);
    }

    private static class Pricing
    {
        public static long AnnualCostOf(Life life) => Billing.Domain.Pricing.AnnualCost.Of(life.Contract).Minor;
    }
}

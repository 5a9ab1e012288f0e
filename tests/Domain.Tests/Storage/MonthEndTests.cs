using Billing.Domain.Catalog;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Storage;
using static Billing.Domain.Tests.Storage.StorageOrders;

namespace Billing.Domain.Tests.Storage;

/// <summary>What a month's end decides and charges. Ten seats of the Business plan: 7.5 GB of data, 35 GB of attachments.</summary>
public class MonthEndTests
{
    private const long Data = 7_500 * Mb;
    private const long Attachments = 35_000 * Mb;

    [Theory]
    [InlineData(0, 0), InlineData(-1, 0), InlineData(1, 1), InlineData(Gb, 1), InlineData(Gb + 1, 2), InlineData(12_400 * Mb, 13)]
    public void R67_A24_the_excess_is_rounded_up_to_whole_gigabytes(long over, int gigabytes)
    {
        var life = Life.Signed();
        life.Attachments(Attachments + over);
        Assert.Equal(gigabytes * 100, life.Storage().ProjectedOverage.Minor);
        life.AdvanceTo("2025-02-01");
        var month = Assert.Single(life.State.Storage.Months);
        Assert.Equal(gigabytes * 100, month.Overage.Minor);
        Assert.Equal(gigabytes == 0 ? null : 2, month.InvoiceNumber);
        if (gigabytes > 0) Assert.Equal((gigabytes, 100L), (Assert.Single(life.Last.Lines).Quantity, life.Last.Lines[0].UnitPrice.Minor));
    }

    [Fact]
    public void R66_R67_each_pool_is_charged_at_its_own_price_with_lines_that_explain_themselves()
    {
        var life = Life.Signed(Life.Terms with { TaxRatePpm = 88_750 });
        life.Data(Data + (12_400 * Mb));
        life.Attachments(Attachments + 1);
        life.AdvanceTo("2025-02-01");
        var invoice = life.Last;
        Assert.Equal((InvoiceKind.StorageOverage, InvoiceStatus.Paid, Life.At("2025-02-01")), (invoice.Kind, invoice.Status, invoice.IssuedAt));
        Assert.Equal(new BillingPeriod(new(2025, 1, 1), new(2025, 2, 1)), invoice.Period);
        Assert.Equal(
        [
            "Data storage over the allocation at the end of January 2025: 19.9 GB used of 7.5 GB allocated, 12.4 GB over, rounded up to whole gigabytes",
            "Attachment storage over the allocation at the end of January 2025: 35.000000001 GB used of 35 GB allocated, 0.000000001 GB over, rounded up to whole gigabytes",
        ], invoice.Lines.Select(line => line.Description));
        Assert.Equal([(13, 5_000L, 65_000L, 5_769L), (1, 100, 100, 9)], invoice.Lines.Select(line => (line.Quantity, line.UnitPrice.Minor, line.Amount.Minor, line.Tax.Minor)));
        Assert.Equal((65_100L, 70_878L), (life.State.Storage.Months[0].Overage.Minor, life.Provider.Taken[invoice.Id.Value]));
    }

    [Theory]
    [InlineData("2025-01-31T23:59:59.9999999Z", null), InlineData("2025-02-01T00:00:00Z", 2)]
    public void R67_A24_cleaning_up_before_the_last_instant_is_compliance_and_no_peak_counts(string cleaned, int? invoice)
    {
        var life = Life.Signed();
        life.Attachments(900 * Gb);
        life.AdvanceTo(cleaned);
        life.Attachments(Attachments);
        life.AdvanceTo("2025-02-02");
        Assert.Equal(invoice, Assert.Single(life.State.Storage.Months).InvoiceNumber);
    }

    [Theory]
    [InlineData("2024-02-29T23:59:59.9999999Z", "2024-03-01"), InlineData("2023-02-28T23:59:59.9999999Z", "2023-03-01")]
    [InlineData("2024-04-30T23:59:59.9999999Z", "2024-05-01"), InlineData("2024-12-31T23:59:59.9999999Z", "2025-01-01")]
    public void A24_a_month_ends_with_its_own_last_day(string last, string first)
    {
        var life = Life.Signed(start: last[..8] + "10T08:00:00Z");
        life.Gigabytes(1, 0);
        life.AdvanceTo(last);
        Assert.Empty(life.State.Storage.Months);
        life.AdvanceTo(first);
        Assert.Equal(life.Now.UtcDate().PlusMonths(-1), Assert.Single(life.State.Storage.Months).Month);
    }

    [Fact]
    public void R61_R62_the_count_at_the_months_end_decides()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-01-31T23:59:59Z");
        life.BuySeats(4);
        life.AdvanceTo("2025-02-20");
        life.Do(new ReduceNow(null, 6, null));
        life.AdvanceTo("2025-03-01");
        Assert.Equal([(5_000 + (14 * 250)) * Mb, (5_000 + (6 * 250)) * Mb], life.State.Storage.Months.Select(month => month.DataAllocatedBytes));
        Assert.Equal([(10_000 + (14 * 2_500)) * Mb, (10_000 + (6 * 2_500)) * Mb], life.State.Storage.Months.Select(month => month.AttachmentAllocatedBytes));
    }

    [Fact]
    public void A24_the_month_is_decided_before_a_renewal_of_the_same_instant()
    {
        var life = Life.Signed(Life.Terms with { TermMonths = 1 }, "2025-01-01T10:00:00Z");
        life.Do(new ScheduleReduction(null, 4));
        life.AdvanceTo("2025-02-01");
        Assert.Equal((4, 7_500 * Mb), (life.Contract.FullTimeSeats, Assert.Single(life.State.Storage.Months).DataAllocatedBytes));
        Assert.True(life.Journal.FindIndex(fact => fact.Event is StorageMonthEnded) < life.Journal.FindIndex(fact => fact.Event is PeriodStarted));
    }

    [Fact]
    public void R67_A24_a_late_report_does_not_reopen_a_decided_month()
    {
        var life = Life.Signed();
        life.AdvanceTo("2025-02-01T00:10:00Z");
        life.Attachments(900 * Gb, "2025-01-31T23:00:00Z");
        var month = Assert.Single(life.State.Storage.Months);
        Assert.Equal((0L, (int?)null), (month.AttachmentUsedBytes, month.InvoiceNumber));
        life.AdvanceTo("2025-03-01");
        Assert.Equal(86_500, life.State.Storage.Months[1].Overage.Minor);
    }

    [Fact]
    public void R67_A25_each_month_is_judged_anew_and_overage_raises_nothing_for_good()
    {
        var life = Life.Signed(Life.AnnualTerms);
        life.Attachments(Attachments + (3 * Gb));
        life.AdvanceTo("2025-03-15");
        Assert.Equal((Attachments, 3 * Gb), (life.Storage().Attachments.Allocated, life.Storage().AttachmentsOver));
        life.Attachments(Attachments);
        life.AdvanceTo("2025-05-01");
        Assert.Equal([300, 300, 0, 0], life.State.Storage.Months.Select(month => month.Overage.Minor));
        Assert.Equal(3, life.State.Invoices.Count);
    }

    [Fact]
    public void R66_A25_A53_purchased_gigabytes_count_at_once_and_are_invoiced_each_month()
    {
        var life = Life.Signed(Life.AnnualTerms);
        life.Attachments(Attachments + (3 * Gb));
        life.AdvanceTo("2025-01-31T23:59:59Z");
        Assert.Null(life.Gigabytes(2, 3, "key").Error);
        Assert.Null(life.Gigabytes(2, 3, "key").Error);
        Assert.Equal((2 * Gb, 3 * Gb, 0L), (life.Storage().Data.Purchased, life.Storage().Attachments.Purchased, life.Storage().AttachmentsOver));
        Assert.Single(life.State.Invoices);
        life.AdvanceTo("2025-03-01");
        Assert.Equal([InvoiceKind.ContractStart, InvoiceKind.Storage, InvoiceKind.Storage], life.State.Invoices.Select(invoice => invoice.Kind));
        Assert.Equal(["Purchased data storage, February 2025", "Purchased attachment storage, February 2025"], life.Last.Lines.Select(line => line.Description));
        Assert.Equal((10_300L, 0L), (life.Last.Subtotal.Minor, life.State.Storage.Months[1].Overage.Minor));
        life.Gigabytes(0, 1);
        Assert.Equal(4 * Gb, life.Storage().Attachments.Purchased);
    }

    [Fact]
    public void A53_overage_and_purchased_gigabytes_are_on_one_invoice()
    {
        var life = Life.Signed(Life.AnnualTerms);
        life.Gigabytes(0, 5);
        life.Data(Data + 200);
        life.AdvanceTo("2025-02-01");
        Assert.Equal(InvoiceKind.StorageOverage, life.Last.Kind);
        Assert.Equal([5_000, 500], life.Last.Lines.Select(line => line.Amount.Minor));
        Assert.Equal((5_000L, 2), (life.State.Storage.Months[0].Overage.Minor, life.State.Storage.Months[0].InvoiceNumber));
    }

    [Theory]
    [InlineData(StorageEnforcement.Charge, true, 5_200), InlineData(StorageEnforcement.RestrictCreation, false, 5_000), InlineData(StorageEnforcement.None, false, 5_000)]
    public void R65_only_charge_invoices_an_excess_and_purchased_gigabytes_are_invoiced_in_every_mode(StorageEnforcement mode, bool charged, long subtotal)
    {
        var life = Life.Signed(Life.AnnualTerms);
        life.Enforce(mode);
        life.Gigabytes(1, 0);
        life.Attachments(Attachments + Gb + 1);
        Assert.Equal(charged ? 200 : 0, life.Storage().ProjectedOverage.Minor);
        life.AdvanceTo("2025-02-01");
        Assert.Equal((charged ? InvoiceKind.StorageOverage : InvoiceKind.Storage, subtotal), (life.Last.Kind, life.Last.Subtotal.Minor));
        Assert.Equal(charged ? 200 : 0, life.State.Storage.Months[0].Overage.Minor);
    }

    [Fact]
    public void A53_credit_applies_and_a_month_with_nothing_to_charge_has_no_invoice()
    {
        var life = Life.Signed(Life.AnnualTerms);
        life.Do(new GrantCredit(200, "Sorry"));
        life.Attachments(Attachments + (2 * Gb));
        life.AdvanceTo("2025-02-01");
        Assert.Equal((200L, 0L, InvoiceStatus.Paid), (life.Last.CreditApplied.Minor, life.Last.AmountDue.Minor, life.Last.Status));
        life.Attachments(0);
        life.AdvanceTo("2025-03-01");
        Assert.Equal((2, 2), (life.State.Invoices.Count, life.State.Storage.Months.Count));
    }

    [Fact]
    public void A24_A61_a_month_ends_on_time_though_the_agenda_waits_for_a_payment()
    {
        var state = Life.PastDue().State;
        var invoice = state.OpenInvoices.Single();
        var unknown = invoice with { Payment = invoice.Payment with { UnknownSince = state.LastEventAt } };
        state = state with { Invoices = state.Invoices.SetItem(invoice.Number - 1, unknown) };
        var head = Agenda.Next(state)!;
        Assert.Equal((DueKind.GraceEnds, true), (head.Kind, Agenda.IsBlocked(state, head)));
        Assert.Equal(new DueEntry(Life.At("2025-03-01"), DueKind.StorageMonthEnds), Agenda.NextReady(state));
    }

    [Fact]
    public void A35_no_month_ends_before_the_contract_or_while_locked()
    {
        var pending = new Life();
        pending.Attachments(900 * Gb);
        pending.AdvanceTo("2025-05-01");
        Assert.Empty(pending.State.Storage.Months);
        var locked = Life.Locked();
        locked.Attachments(900 * Gb);
        Assert.True(locked.Storage().ProjectedOverage.IsZero);
        locked.AdvanceTo("2025-04-10");
        locked.NewCard("pm_card_4444");
        Assert.Equal(AccountState.Active, locked.Status);
        locked.AdvanceTo("2025-05-01");
        Assert.Equal([new(2025, 1, 1), new(2025, 4, 1)], locked.State.Storage.Months.Select(month => month.Month));
    }

    [Fact]
    public void A64_what_no_card_can_be_charged_with_is_mailed()
    {
        var life = Life.Signed(Life.AnnualTerms);
        life.Data(Data + (20_000 * Gb));
        life.AdvanceTo("2025-02-01");
        Assert.Equal((Collection.SendInvoice, InvoiceStatus.Open, 100_000_000L), (life.Last.Collection, life.Last.Status, life.Last.AmountDue.Minor));
    }

    [Fact]
    public void A34_a_contract_in_another_currency_needs_a_price_in_it()
    {
        var life = new Life();
        life.Do(Life.AnnualTerms with { Currency = "EUR", SeatPrice = 100_000, CollaboratorSeatPrice = 1, Collection = Collection.SendInvoice });
        life.Do(new RecordWirePayment(life.Last.NumberText, life.Last.AmountDue.Minor, "w1"));
        Assert.Equal((ErrorCode.InvalidInput, "dataGb"), (life.Gigabytes(1, 0).Error, life.Gigabytes(1, 0).Field));
        life.Attachments(Attachments + Gb);
        Assert.Equal(Money.Zero(Currency.Of("EUR")), life.Storage().ProjectedOverage);
        life.AdvanceTo("2025-02-01");
        Assert.Null(life.State.Storage.Months[0].InvoiceNumber);
        life.Catalog = life.Catalog with { StoragePrices = [new StoragePrice(Currency.Of("EUR"), 4_500, 90)] };
        Assert.Null(life.Gigabytes(1, 0).Error);
        life.AdvanceTo("2025-03-01");
        Assert.Equal([(1, 90L), (1, 4_500L)], life.Last.Lines.Select(line => (line.Quantity, line.UnitPrice.Minor)));
        Assert.Equal(Currency.Of("EUR"), life.Last.Total.Currency);
    }

    [Fact]
    public void R66_bad_orders_of_gigabytes_name_their_field()
    {
        Assert.Equal(ErrorCode.NoSubscription, new Life().Gigabytes(1, 0).Error);
        Assert.Equal(ErrorCode.Locked, Life.Locked().Gigabytes(1, 0).Error);
        var life = new Life();
        life.Do(Life.AnnualTerms with { Collection = Collection.SendInvoice });
        Assert.Equal([(ErrorCode.InvalidInput, "dataGb"), (ErrorCode.InvalidInput, "dataGb"), (ErrorCode.InvalidInput, "dataGb"), (ErrorCode.InvalidInput, "attachmentGb")],
            new[] { life.Gigabytes(0, 0), life.Gigabytes(-1, 1), life.Gigabytes(1_000_001, 0), life.Gigabytes(1, 1_000_001) }.Select(answer => (answer.Error!.Value, answer.Field)));
        Assert.Null(life.Gigabytes(1_000_000, 1_000_000).Error);
        var byCard = Life.Signed().Gigabytes(1_000_000, 0);
        Assert.Equal((ErrorCode.InvalidInput, "dataGb"), (byCard.Error, byCard.Field));
    }

    [Fact]
    public void A53_A58_the_timeline_says_what_each_months_end_will_charge()
    {
        var life = Life.Signed(Life.AnnualTerms with { TaxRatePpm = 100_000 });
        Assert.DoesNotContain(TimelineOf(life), item => item.What == TimelineKind.StorageInvoice);
        life.Gigabytes(1, 0);
        life.Attachments(Attachments + Gb);
        life.Do(new GrantCredit(1_000, "Sorry"));
        var said = TimelineOf(life).Where(item => item.What == TimelineKind.StorageInvoice).ToList();
        Assert.Equal([("Storage for January 2025", 4_610L), ("Storage for February 2025", 5_610), ("Storage for March 2025", 5_610)],
            said.Select(item => (item.Description, item.Amount!.Value.Minor)));
        life.AdvanceTo("2025-04-10");
        Assert.Equal(life.State.Invoices.Skip(1).Select(invoice => (invoice.IssuedAt, invoice.AmountDue.Minor)), said.Select(item => (item.At, item.Amount!.Value.Minor)));
    }

    private static IEnumerable<TimelineItem> TimelineOf(Life life) => Timeline.Until(life.State, life.Context, Life.At("2025-04-10"))!.Value;
}

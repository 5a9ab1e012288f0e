using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Tests.Invoices;

public class InvoiceTests
{
    [Fact]
    public void P10_lines_subtotal_tax_per_line_total_credit_due()
    {
        var life = Life.Signed();
        life.Do(Life.Terms with { TaxRatePpm = 88_750 });
        life.Do(new GrantCredit(1_000, "Sorry"));
        var made = life.Do(new CreateInvoice([new("A", 1, 99), new("B", 3, 33)])).Invoice!;
        // 8.875 % of 99 is 8.78625: 9 for each line, not 17.57 for both.
        Assert.Equal((198, 18, 216, 216, 0), (made.Subtotal.Minor, made.Tax.Minor, made.Total.Minor, made.CreditApplied.Minor, made.AmountDue.Minor));
        Assert.Equal((InvoiceStatus.Paid, 784), (made.Status, life.Balance));
    }

    [Fact]
    public void P10_nothing_due_closes_as_paid_without_a_call()
    {
        var life = Life.Signed();
        life.Do(new GrantCredit(100_000, "Sorry"));
        var before = life.Provider.Intents.Count();
        life.AdvanceTo("2025-02-15");
        Assert.Equal((InvoiceStatus.Paid, 0, 40_000), (life.Last.Status, life.Last.AmountDue.Minor, life.Balance));
        Assert.Equal(before, life.Provider.Intents.Count());
    }

    [Fact]
    public void A42_numbers_count_up_without_a_gap_void_ones_included()
    {
        var life = Life.Signed();
        life.Says(BankWord.No());
        life.BuySeats(1);
        life.BuySeats(1);
        Assert.Equal(["0001", "0002", "0003"], life.State.Invoices.Select(invoice => invoice.NumberText));
        Assert.Equal(InvoiceStatus.Void, life.State.Invoice(2).Status);
    }

    [Fact]
    public void P13_keys_at_the_provider_carry_the_invoices_id_never_its_number()
    {
        var life = Life.Signed();
        Assert.StartsWith("inv_", life.Last.Id.Value, StringComparison.Ordinal);
        Assert.Equal("v1:test:inv_1:create:1", Payments.Key("inv_1"));
    }

    [Fact]
    public void P13_a_replayed_purchase_returns_the_first_result()
    {
        var life = Life.Signed();
        var first = life.BuySeats(3, key: "k");
        var again = life.BuySeats(3, key: "k");
        Assert.Equal(first, again);
        Assert.Equal((13, 2), (life.Contract.FullTimeSeats, life.State.Invoices.Count));
    }

    [Fact]
    public void P12_a_voided_invoice_gives_its_credit_back()
    {
        var life = Life.Signed();
        life.Do(new GrantCredit(1_000, "Sorry"));
        life.Says(BankWord.No());
        life.BuySeats(1);
        Assert.Equal((InvoiceStatus.Void, 1_000), (life.Last.Status, life.Balance));
    }

    [Fact]
    public void A63_void_cancels_at_the_provider_first_and_what_has_succeeded_is_paid_after_all()
    {
        var life = Life.Signed();
        life.Says(BankWord.ThreeDSecure);
        life.BuySeats(3);
        life.Provider.Cardholder(life.Last.Payment.IntentId!, confirms: true);
        life.Do(new VoidInvoice(life.Last.NumberText));
        Assert.Equal((InvoiceStatus.Paid, 13), (life.Last.Status, life.Contract.FullTimeSeats));
        Assert.Equal(ErrorCode.InvoiceNotOpen, life.Do(new VoidInvoice(life.Last.NumberText)).Error);
    }

    [Fact]
    public void A67_wire_less_than_due_is_refused_and_more_becomes_credit()
    {
        var life = new Life();
        life.Do(Life.Terms with { Collection = Collection.SendInvoice });
        Assert.Equal((ErrorCode.InvalidInput, "amount"), (life.Do(new RecordWirePayment("0001", 59_999, "w")).Error, life.Do(new RecordWirePayment("0001", 1, "w")).Field));
        life.Do(new RecordWirePayment("0001", 61_500, "w"));
        Assert.Equal((InvoiceStatus.Paid, 1_500), (life.Last.Status, life.Balance));
        Assert.Equal(ErrorCode.InvoiceNotOpen, life.Do(new RecordWirePayment("0001", 60_000, "w")).Error);
    }

    [Fact]
    public void A67_money_by_wire_for_an_invoice_that_the_card_paid_meanwhile_becomes_credit()
    {
        var life = Life.PastDue();
        life.Says(BankWord.ThreeDSecure);
        life.Do(new PayInvoice("0002"));
        life.Provider.Cardholder(life.Last.Payment.IntentId!, confirms: true);
        life.Do(new RecordWirePayment("0002", 60_000, "w"));
        Assert.Equal((InvoiceStatus.Paid, 60_000, 60_000), (life.Last.Status, life.Last.PaidByCard.Minor, life.Balance));
    }

    [Fact]
    public void R19_a_refund_goes_back_to_the_card_and_never_exceeds_what_it_paid()
    {
        var life = Life.Signed();
        Assert.Equal(ErrorCode.RefundTooLarge, life.Do(new RefundInvoice("0001", 60_001, "x")).Error);
        Assert.Null(life.Do(new RefundInvoice("0001", 20_000, "x")).Error);
        Assert.Equal(20_000, life.Last.AmountRefunded.Minor);
        Assert.Equal(ErrorCode.RefundTooLarge, life.Do(new RefundInvoice("0001", 40_001, "x")).Error);
        life.Breaks(Wire.BreaksAfter);
        life.Do(new RefundInvoice("0001", 40_000, "x"));
        life.LookUp();
        Assert.Equal(60_000, life.Last.AmountRefunded.Minor);
    }

    [Fact]
    public void R79_billing_details_are_saved_together_and_printed_on_the_next_invoice()
    {
        var life = Life.Signed();
        life.Do(new UpdateBillingDetails("Example Inc.", [new("us_ein", "12")], "PO 7", new("1 Main St", null, "Springfield", null, "00001", "US"), "bills@example.com", ["b@example.com"]));
        life.BuySeats(1);
        Assert.Equal(("Example Inc.", "PO 7", "Springfield"), (life.Last.BilledTo.CompanyName, life.Last.BilledTo.PurchaseOrder, life.Last.BilledTo.Address!.City));
        life.Do(new UpdateBillingDetails(null, null, null, null, null, []));
        Assert.Equal(("bills@example.com", 0), (life.State.Payment.PrimaryInvoiceEmail, life.State.Payment.AdditionalInvoiceEmails.Length));
        Assert.Equal("4242", life.State.Payment.Card!.Last4);
    }

    [Fact]
    public void R70_card_address_and_invoice_addresses_are_on_file()
    {
        var life = Life.Signed();
        life.Address("bills@example.com", "b@example.com");
        Assert.Equal(("visa", "4242"), (life.State.Payment.Card!.Brand, life.State.Payment.Card.Last4));
        Assert.Equal(["b@example.com"], life.State.Payment.AdditionalInvoiceEmails);
    }

    [Fact]
    public void R20_a_card_is_known_by_brand_and_last_four_only() =>
        Assert.Equal(
            ["Brand", "ExpMonth", "ExpYear", "Last4", "PaymentMethodId"],
            typeof(Domain.Payments.CardView).GetProperties().Select(property => property.Name).Where(name => name != "EqualityContract").Order(StringComparer.Ordinal));

    private static class Payments
    {
        public static string Key(string invoice) => Domain.Payments.PaymentProtocol.Key("test", new(invoice), "create:1");
    }
}

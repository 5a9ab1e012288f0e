using Billing.Domain;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Grains.Mail;
using NodaTime;
using NodaTime.Text;

namespace Billing.Grains.Invoices;

/// <summary>An invoice's facts in words.</summary>
internal sealed class InvoiceWords(Invoice invoice, OrganizationState state, MailOptions options, PrintableText print)
{
    private static readonly LocalDatePattern DayPattern = LocalDatePattern.CreateWithInvariantCulture("d MMM uuuu");
    private static readonly LocalDateTimePattern TimePattern = LocalDateTimePattern.CreateWithInvariantCulture("d MMM uuuu, HH':'mm");
    private static readonly LocalDateTimePattern ExactTimePattern = LocalDateTimePattern.CreateWithInvariantCulture("d MMM uuuu, HH':'mm':'ss");

    /// <summary>A UTC day: <c>15 Jan 2025</c>.</summary>
    public static string Day(Instant instant) => DayPattern.Format(instant.UtcDate());

    public SheetStatus Status() => new(invoice.IsOpen ? "Due" : invoice.Status.ToString(), Headline(), invoice.Status);

    public IReadOnlyList<string> BilledTo()
    {
        var billedTo = invoice.BilledTo;
        var lines = new List<string?> { billedTo.CompanyName };
        if (billedTo.Address is { } address)
            lines.AddRange([address.Line1, address.Line2, City(address), address.Country]);
        lines.AddRange(billedTo.TaxIds.IsDefault ? [] : billedTo.TaxIds.Select(id => $"{TaxIdName(id.Type)}: {id.Value}"));
        return [.. lines.Select(print.Of).Where(line => line.Length > 0)];
    }

    public IReadOnlyList<SheetFact> Facts()
    {
        var facts = new List<SheetFact>
        {
            new("Invoice number", invoice.NumberText),
            new("For", KindText(invoice.Kind)),
            new("Issued", Day(invoice.IssuedAt)),
        };
        if (invoice.Period is { } period)
            facts.Add(new("Period", $"{DayPattern.Format(period.Start)} to {DayPattern.Format(period.End.PlusDays(-1))}", "both days included"));
        facts.Add(Dated());
        facts.Add(new("Currency", invoice.Total.Currency.Code));
        if (print.Of(invoice.BilledTo.PurchaseOrder) is { Length: > 0 } order) facts.Add(new("Purchase order", order));
        return facts;
    }

    public SheetNote? Payment() => invoice.Status switch
    {
        InvoiceStatus.Void => new("This invoice is void", $"{WhyVoid(invoice.VoidReason)} Nothing is to be paid for it."),
        InvoiceStatus.Paid => null,
        _ when invoice.Collection == Collection.SendInvoice => new("How to pay by wire transfer", print.Of(
            $"Ask {options.StaffEmail} for our bank details if you do not have them yet, send the full amount of {invoice.AmountDue.Format()}, "
            + $"and give the reference “Invoice {invoice.NumberText}, {state.Name}” so that we can match the payment.")),
        _ => new("How to pay", print.Of(
            "The card on file is charged. Where there is none, or it was declined, enter a card under Manage Payment: "
            + $"{options.ProductUrl.TrimEnd('/')}/settings/billing/payment")),
    };

    private string Headline() => invoice.Status switch
    {
        InvoiceStatus.Void => "Nothing to pay",
        InvoiceStatus.Paid when invoice.Total.IsNegative => $"{(-invoice.Total).Format()} added to the credit balance{OnPaidDay()}",
        InvoiceStatus.Paid when invoice.AmountDue.IsZero && !invoice.Total.IsZero => $"{invoice.Total.Format()} paid from the credit balance{OnPaidDay()}",
        InvoiceStatus.Paid => $"{invoice.AmountDue.Format()} paid{OnPaidDay()}",
        _ => $"{invoice.AmountDue.Format()} due by {Day(invoice.DueAt)}",
    };

    private string OnPaidDay() => invoice.PaidAt is { } paidAt ? $" on {Day(paidAt)}" : "";

    private SheetFact Dated() => invoice.Status switch
    {
        InvoiceStatus.Paid when invoice.PaidAt is { } paidAt => new("Paid", Day(paidAt)),
        InvoiceStatus.Open when invoice.Collection == Collection.SendInvoice => new("Due", [.. DueTimes()]),
        InvoiceStatus.Void => new("Was due", Day(invoice.DueAt)),
        _ => new("Due", Day(invoice.DueAt)),
    };

    /// <summary>What is late counts from an instant, so that the day alone is not enough (A39).</summary>
    private IEnumerable<string> DueTimes()
    {
        yield return $"{Time(invoice.DueAt.InUtc().LocalDateTime)} UTC";
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(state.TimeZone);
        if (zone is not null && zone.Id is not ("UTC" or "Etc/UTC" or "Etc/GMT"))
            yield return print.Of($"{Time(invoice.DueAt.InZone(zone).LocalDateTime)} in {zone.Id}");
    }

    private static string Time(LocalDateTime time) => (time.Second == 0 ? TimePattern : ExactTimePattern).Format(time);

    private static string City(Address address) => string.IsNullOrEmpty(address.State)
        ? $"{address.PostalCode} {address.City}"
        : $"{address.City}, {address.State} {address.PostalCode}";

    /// <summary><c>eu_vat</c> is shown as EU VAT.</summary>
    private static string TaxIdName(string type) => type.Replace('_', ' ').ToUpperInvariant();

    private static string KindText(InvoiceKind kind) => kind switch
    {
        InvoiceKind.ContractStart => "Start of the contract",
        InvoiceKind.Renewal => "Renewal",
        InvoiceKind.Seats => "Additional seats",
        InvoiceKind.PlanChange => "Change of plan or seats",
        InvoiceKind.AdHocSeats => "Seats for a season",
        InvoiceKind.Storage => "Storage",
        InvoiceKind.StorageOverage => "Storage above the allocation",
        InvoiceKind.Reactivation => "Reactivation",
        _ => "Services",
    };

    private static string WhyVoid(VoidReason? reason) => reason switch
    {
        Domain.Invoices.VoidReason.Declined => "The payment was declined.",
        Domain.Invoices.VoidReason.VoidedByStaff => "It was withdrawn.",
        Domain.Invoices.VoidReason.GivenUp => "The payment was given up.",
        Domain.Invoices.VoidReason.Expired => "The payment was not completed in time.",
        Domain.Invoices.VoidReason.RenewalDue => "The renewal came before its payment.",
        Domain.Invoices.VoidReason.PeriodOver => "Its period ended before it was paid.",
        Domain.Invoices.VoidReason.Replaced => "Another invoice takes its place.",
        _ => "It was withdrawn.",
    };
}

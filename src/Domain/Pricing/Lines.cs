using System.Collections.Immutable;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Seats;

namespace Billing.Domain.Pricing;

/// <summary>The lines of every invoice, each rounded half up once (P7), its tax once more (P10).</summary>
public sealed class Lines(int taxRatePpm, Catalog.Catalog catalog)
{
    /// <summary>Seats, collaborators and add-ons for one full period of a contract (R8, P5).</summary>
    public ImmutableArray<InvoiceLine> FullPeriod(Contract contract)
    {
        var lines = ImmutableArray.CreateBuilder<InvoiceLine>();
        lines.Add(Whole($"{PlanName(contract.Plan)}: full-time seats", contract.FullTimeSeats, contract.SeatPrice));
        if (contract.CollaboratorSeats > 0)
            lines.Add(Whole($"{PlanName(contract.Plan)}: collaborator seats", contract.CollaboratorSeats, contract.CollaboratorSeatPrice));
        foreach (var addOn in contract.AddOns) lines.Add(Whole(addOn.Name, addOn.Quantity, addOn.UnitPrice));
        return lines.ToImmutable();
    }

    /// <summary>Seats added for what remains of the period: one delta line (P8, R7, R9).</summary>
    /// <param name="days">Days still to run; 0 within a trial, which charges nothing.</param>
    public InvoiceLine AdditionalSeats(PlanCode plan, SeatType type, int quantity, Money price, int days, int periodDays)
    {
        var what = type == SeatType.FullTime ? "additional full-time seats" : "additional collaborator seats";
        return Line($"{PlanName(plan)}: {what}, {Remaining(days, periodDays)}", quantity, price, days, periodDays, price.Prorate(quantity, days, periodDays));
    }

    /// <summary>The new price for what remains of the period (R11, P8).</summary>
    public InvoiceLine RemainingSeats(PlanCode plan, int quantity, Money price, int days, int periodDays) =>
        Line($"{PlanName(plan)}: full-time seats, {Remaining(days, periodDays)}", quantity, price, days, periodDays, price.Prorate(quantity, days, periodDays));

    /// <summary>Credit for what remains unused: full-period contract price × days left, at most what was billed (P9).</summary>
    /// <param name="cap">Billed for this before tax, less earlier credits.</param>
    public InvoiceLine Unused(string what, int quantity, Money price, int days, int periodDays, Money cap)
    {
        var credit = Money.Min(price.Prorate(quantity, days, periodDays), cap);
        return Line($"Credit: {what}, unused {Remaining(days, periodDays)}", quantity, -price, days, periodDays, -credit);
    }

    public InvoiceLine Whole(string description, int quantity, Money unitPrice) =>
        Line(description, quantity, unitPrice, null, null, unitPrice * quantity);

    public string PlanName(PlanCode plan) => catalog.Plan(plan).Name;

    private static string Remaining(int days, int periodDays) => $"{days} of {periodDays} days";

    private InvoiceLine Line(string description, int quantity, Money unitPrice, int? days, int? periodDays, Money amount) =>
        new(description, quantity, unitPrice, days, periodDays, amount, amount.PartsPerMillion(taxRatePpm));
}

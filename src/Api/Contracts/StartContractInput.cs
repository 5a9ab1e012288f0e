using System.Collections.Immutable;
using Billing.Api.Input;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;

namespace Billing.Api.Contracts;

/// <summary>The terms of a contract. Prices are minor units for one seat and interval.</summary>
public sealed record StartContractInput : IOrganizationOrder
{
    private const int LongestTermMonths = 120;
    private const int LongestTrialDays = 730;

    public required string OrganizationId { get; init; }

    public required PlanCode Plan { get; init; }

    public required BillingInterval Interval { get; init; }

    public required Licensing Licensing { get; init; }

    public required int FullTimeSeats { get; init; }

    public required int CollaboratorSeats { get; init; }

    public int? CommittedConversations { get; init; }

    public long? SeatPrice { get; init; }

    public long? CollaboratorSeatPrice { get; init; }

    public required ImmutableArray<PlanPriceInput> PlanPrices { get; init; }

    public required string Currency { get; init; }

    public required ImmutableArray<AddOnInput> AddOns { get; init; }

    public int? TermMonths { get; init; }

    public int? TrialDays { get; init; }

    public required bool UsageBasedLicense { get; init; }

    public int? TaxRatePpm { get; init; }

    public required Collection Collection { get; init; }

    public string? IdempotencyKey { get; init; }

    public void Check(InputCheck check) => check
        .Seats(FullTimeSeats, "fullTimeSeats")
        .Seats(CollaboratorSeats, "collaboratorSeats", least: 0)
        .Range(CommittedConversations, 0, 1_000_000_000, "committedConversations")
        .Price(SeatPrice, "seatPrice")
        .Price(CollaboratorSeatPrice, "collaboratorSeatPrice")
        .Objects(PlanPrices, "planPrices", 0, 10)
        .Currency(Currency, "currency")
        .Objects(AddOns, "addOns", 0, 50)
        .Range(TermMonths, 1, LongestTermMonths, "termMonths")
        .Range(TrialDays, 0, LongestTrialDays, "trialDays")
        .Range(TaxRatePpm, 0, 1_000_000, "taxRatePpm")
        .Key(IdempotencyKey);

    public StartContract ToCommand() => new(
        Plan, Interval, Licensing, FullTimeSeats, CollaboratorSeats, CommittedConversations, SeatPrice, CollaboratorSeatPrice,
        [.. PlanPrices.Select(price => new PlanPriceTerm(price.Plan, price.SeatPrice, price.CollaboratorSeatPrice))], Currency,
        [.. AddOns.Select(addOn => new AddOnTerm(addOn.Code, addOn.Name, addOn.Quantity, addOn.UnitPrice))],
        TermMonths, TrialDays is 0 ? null : TrialDays, UsageBasedLicense, TaxRatePpm, Collection);
}

public sealed record PlanPriceInput(PlanCode Plan, long SeatPrice, long? CollaboratorSeatPrice) : ICheckedInput
{
    public void Check(InputCheck check) => check.Price(SeatPrice, "seatPrice").Price(CollaboratorSeatPrice, "collaboratorSeatPrice");
}

public sealed record AddOnInput(string Code, string Name, int Quantity, long UnitPrice) : ICheckedInput
{
    public void Check(InputCheck check) =>
        check.Id(Code, "code").Name(Name, "name").Range(Quantity, 1, InputCheck.MostSeats, "quantity").Price(UnitPrice, "unitPrice");
}

using System.Collections.Immutable;

namespace Billing.Domain.Catalog;

/// <summary>Plans by rank, low to high.</summary>
public enum PlanCode
{
    Professional,
    Business,
    Enterprise,
    Ultimate,
}

public enum BillingInterval
{
    Monthly,
    Annual,
}

/// <summary>A plan as the catalog file has it: list prices of one seat for one interval in the catalog's currency, null where none is listed (A65),
/// and storage allocations in bytes (R56 to R59).</summary>
public sealed record Plan(
    PlanCode Code,
    string Name,
    bool Legacy,
    long? MonthlySeatPrice,
    long? AnnualSeatPrice,
    long? MonthlyCollaboratorSeatPrice,
    long? AnnualCollaboratorSeatPrice,
    long DataBytes,
    long AttachmentBytes,
    long DataBytesPerSeat,
    long AttachmentBytesPerSeat,
    long? DataBytesPerThousandConversations,
    long? AttachmentBytesPerThousandConversations)
{
    /// <summary>Whether it can be licensed by committed conversations (R56 to R59).</summary>
    public bool HasConversations => DataBytesPerThousandConversations is not null && AttachmentBytesPerThousandConversations is not null;

    public long? SeatPrice(BillingInterval interval) => interval == BillingInterval.Annual ? AnnualSeatPrice : MonthlySeatPrice;

    public long? CollaboratorSeatPrice(BillingInterval interval) =>
        interval == BillingInterval.Annual ? AnnualCollaboratorSeatPrice : MonthlyCollaboratorSeatPrice;
}

/// <summary>What the payment provider charges at least and at most, in minor units (P10, A64).</summary>
/// <param name="Maximum">0: cards cannot be charged in this currency at all.</param>
/// <param name="Multiple">Amounts must be a multiple of it: 10 for KWD, whose last digit the provider wants to be 0.</param>
public sealed record ChargeLimits(string Currency, long Minimum, long Maximum, int Multiple = 1);

/// <param name="Kind">The API's name of the kind of object: CONVERSATION, MESSAGE…</param>
public sealed record ObjectSize(string Kind, int Bytes);

/// <summary>What one gigabyte costs for a month, in minor units (R66).</summary>
public sealed record StoragePrice(Currency Currency, long DataPerGb, long AttachmentPerGb)
{
    public Money Data => new(DataPerGb, Currency);

    public Money Attachments => new(AttachmentPerGb, Currency);
}

/// <summary>Prices and allocations as data, never constants in code (A34).</summary>
/// <param name="Currency">Of every list price.</param>
/// <param name="DataPricePerGb">Minor units for one gigabyte and month (R66).</param>
/// <param name="DefaultChargeLimits">For currencies without a row of their own.</param>
public sealed record Catalog(
    Currency Currency,
    ImmutableArray<Plan> Plans,
    ImmutableArray<ObjectSize> ObjectSizes,
    long DataPricePerGb,
    long AttachmentPricePerGb,
    ImmutableArray<ChargeLimits> ChargeLimits,
    ChargeLimits DefaultChargeLimits)
{
    /// <summary>For contracts in other currencies than the catalog's.</summary>
    public ImmutableArray<StoragePrice> StoragePrices { get; init; } = [];

    public Plan Plan(PlanCode code) => Plans.First(plan => plan.Code == code);

    public ChargeLimits LimitsOf(Currency currency) => ChargeLimits.FirstOrDefault(limits => limits.Currency == currency.Code) ?? DefaultChargeLimits;

    /// <summary>The list price of a full-time seat, null in another currency or where none is listed (A65).</summary>
    public Money? ListSeatPrice(PlanCode plan, BillingInterval interval, Currency currency) =>
        currency == Currency && Plan(plan).SeatPrice(interval) is { } minor ? new Money(minor, currency) : null;

    public Money? ListCollaboratorSeatPrice(PlanCode plan, BillingInterval interval, Currency currency) =>
        currency == Currency && Plan(plan).CollaboratorSeatPrice(interval) is { } minor ? new Money(minor, currency) : null;

    /// <summary>Null where storage has no price in a currency: then none can be charged in it.</summary>
    public StoragePrice? StoragePriceIn(Currency currency) => currency == Currency
        ? new(currency, DataPricePerGb, AttachmentPricePerGb) : StoragePrices.FirstOrDefault(price => price.Currency == currency);
}

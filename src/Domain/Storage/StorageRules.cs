using System.Collections.Immutable;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Pricing;

namespace Billing.Domain.Storage;

/// <summary>What staff decide about storage.</summary>
internal static class StorageRules
{
    /// <summary>At once, of each pool.</summary>
    private const int MostGb = 1_000_000;

    /// <summary>In all, of each pool: within what is counted in bytes.</summary>
    private const int MostGbInAll = 1_000_000_000;

    /// <summary>Raises the limits at once; the gigabytes are invoiced at each month's end (R66, A25, A53).</summary>
    public static Decision Add(Turn turn, AddStorage command)
    {
        if ((Guards.NeedsAccess(turn.State) ?? Check(turn, command)) is { } refusal) return Decision.Refused(refusal);
        var storage = turn.State.Storage;
        var (data, attachments) = (storage.PurchasedDataGb + command.DataGb, storage.PurchasedAttachmentGb + command.AttachmentGb);
        if (Payable(turn, StoragePricing.PriceOf(turn.State, turn.Context.Catalog)!, data, attachments, Field(command)) is { } unpayable)
            return Decision.Refused(unpayable);
        turn.Record(new StoragePurchased(data, attachments));
        Keys.Use(turn, null, null, forever: true);
        return turn.Done();
    }

    /// <summary>Saying it again changes nothing.</summary>
    public static Decision Enforce(Turn turn, SetStorageEnforcement command)
    {
        if (turn.State.Storage.Enforcement == command.Enforcement) return Decision.Nothing;
        turn.Record(new StorageEnforcementChanged(command.Enforcement));
        return turn.Done();
    }

    private static RuleError? Check(Turn turn, AddStorage command)
    {
        if (OutOfBounds("dataGb", command.DataGb, turn.State.Storage.PurchasedDataGb) is { } data) return data;
        if (OutOfBounds("attachmentGb", command.AttachmentGb, turn.State.Storage.PurchasedAttachmentGb) is { } attachments) return attachments;
        if (command is { DataGb: 0, AttachmentGb: 0 }) return RuleError.Invalid("dataGb", "At least one gigabyte must be added to one of the pools.");
        if (turn.State.Kind == OrganizationKind.Sandbox)
            return RuleError.Invalid("organizationId", "A sandbox has no limits on its storage, so there is nothing to purchase.");
        return StoragePricing.PriceOf(turn.State, turn.Context.Catalog) is null
            ? RuleError.Invalid(Field(command), $"The catalog has no price of storage in {turn.Contract.Currency}.") : null;
    }

    private static RuleError? OutOfBounds(string field, int added, int before) => added switch
    {
        < 0 or > MostGb => RuleError.Invalid(field, $"Between 0 and {MostGb} gigabytes can be added at once."),
        _ => added + before <= MostGbInAll ? null : RuleError.Invalid(field, $"An organization can purchase {MostGbInAll} gigabytes at most."),
    };

    /// <summary>What each month will cost must be something that can be collected (A64); no card is needed before the month's end.</summary>
    private static RuleError? Payable(Turn turn, StoragePrice price, int data, int attachments, string field)
    {
        ImmutableArray<InvoiceLine> lines = [turn.Lines.Whole("", data, price.Data), turn.Lines.Whole("", attachments, price.Attachments)];
        var collection = turn.State.Payment.Collection;
        var quote = Quote.Of(lines, Money.Zero(turn.Contract.Currency), ContractRules.LimitsOf(turn, collection, turn.Contract.Currency));
        if (Guards.Invoiceable(quote.Total, field, " a month") is { } tooLarge) return tooLarge;
        return collection == Collection.SendInvoice ? null : Guards.Chargeable(turn, quote.Due, field);
    }

    private static string Field(AddStorage command) => command.DataGb > 0 ? "dataGb" : "attachmentGb";
}

using System.Globalization;
using Billing.Domain;
using Billing.Domain.Payments;

namespace Billing.Grains.Payments;

/// <summary>Our metadata on Stripe's objects: ids and numbers, nothing about a person (D11). The names of the keys never change: old
/// objects keep theirs.</summary>
internal static class StripeMetadata
{
    public const string Deployment = "deployment";
    public const string OrganizationId = "organizationId";
    private const string InvoiceId = "invoiceId";
    private const string InvoiceNumber = "invoiceNumber";
    private const string Generation = "generation";
    private const string Refund = "refund";

    public static Dictionary<string, string> OfCustomer(string deployment, OrganizationId organization) => new()
    {
        [Deployment] = deployment,
        [OrganizationId] = organization.Value,
    };

    public static Dictionary<string, string> OfIntent(IntentMetadata metadata) => new()
    {
        [Deployment] = metadata.Deployment,
        [OrganizationId] = metadata.OrganizationId,
        [InvoiceId] = metadata.InvoiceId,
        [InvoiceNumber] = metadata.InvoiceNumber,
        [Generation] = metadata.Generation.ToString(CultureInfo.InvariantCulture),
    };

    public static Dictionary<string, string> OfRefund(IntentMetadata metadata, int refundNumber)
    {
        var values = OfIntent(metadata);
        values[Refund] = refundNumber.ToString(CultureInfo.InvariantCulture);
        return values;
    }

    /// <summary>What an intent tells of itself. Missing keys read as empty and as generation 0, which is never ours: the caller
    /// compares.</summary>
    public static IntentMetadata Read(Dictionary<string, string>? values) => new(
        Text(values, Deployment),
        Text(values, OrganizationId),
        Text(values, InvoiceId),
        Text(values, InvoiceNumber),
        Number(values, Generation) ?? 0);

    public static int? RefundNumber(Dictionary<string, string>? values) => Number(values, Refund);

    private static string Text(Dictionary<string, string>? values, string key) => values?.GetValueOrDefault(key) ?? "";

    private static int? Number(Dictionary<string, string>? values, string key) =>
        int.TryParse(values?.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

using Billing.Domain;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Grains.Organizations;
using NodaTime;

namespace Billing.Grains.Maintenance;

/// <summary>An organization's invoices against the provider's own account of what it took and gave back.</summary>
internal sealed class MoneyCheck(IPaymentProvider provider, string deployment)
{
    /// <summary>Before any payment: on a test clock an organization may be older or younger than its charges.</summary>
    private static readonly Instant Beginning = Instant.FromUnixTimeSeconds(0);

    /// <exception cref="ProviderUnavailableException">The provider does not answer.</exception>
    public async Task<IReadOnlyList<string>> CompareAsync(OrganizationState organization)
    {
        if (organization.Payment.CustomerId is not { } customer)
            return [.. organization.Invoices.Where(invoice => !invoice.PaidByCard.IsZero).Select(invoice => $"invoice {invoice.NumberText} is paid by card, and there is no customer")];
        var listed = await provider.ListIntentsAsync(customer, Beginning);
        if (listed is { Kind: AnswerKind.Misconfigured, Code: "resource_missing" }) return [$"the provider does not know its customer {customer}"];
        var intents = Told(listed);
        var problems = new List<string>();
        var own = intents.Items.Where(intent => intent.Metadata.Deployment == deployment).ToLookup(intent => intent.Metadata.InvoiceId);
        foreach (var invoice in organization.Invoices)
        {
            problems.AddRange(own[invoice.Id.Value].Where(intent => !Names(intent.Metadata, organization.Id, invoice)).Select(intent =>
                $"payment {intent.Id} of invoice {invoice.NumberText} is marked as organization {intent.Metadata.OrganizationId}'s, invoice {intent.Metadata.InvoiceNumber}"));
            await CompareAsync(invoice, [.. own[invoice.Id.Value]], problems);
        }

        var known = organization.Invoices.Select(invoice => invoice.Id.Value).ToHashSet();
        problems.AddRange(intents.Items.Where(intent => intent.AmountReceived > 0 && (intent.Metadata.Deployment != deployment || !known.Contains(intent.Metadata.InvoiceId)))
            .Select(intent => $"payment {intent.Id} took {intent.AmountReceived} {intent.Currency}, and no invoice knows it"));
        return problems;
    }

    /// <summary>People find an organization by these marks when they look a charge up at the provider.</summary>
    private static bool Names(IntentMetadata metadata, OrganizationId organization, Invoice invoice) =>
        metadata.OrganizationId == organization.Value && metadata.InvoiceNumber == invoice.NumberText;

    private async Task CompareAsync(Invoice invoice, IReadOnlyList<IntentView> intents, List<string> problems)
    {
        var taken = intents.Where(intent => intent.AmountReceived > 0).ToList();
        if (taken.Count > 1) problems.Add($"invoice {invoice.NumberText} was charged {taken.Count} times: {string.Join(", ", taken.Select(intent => intent.Id))}");
        // What nobody knows yet is looked up by itself, within the hour.
        if (invoice.Payment.IsUnsettled) return;
        var sum = taken.Sum(intent => intent.AmountReceived);
        if (sum != invoice.PaidByCard.Minor || taken.Exists(intent => !string.Equals(intent.Currency, invoice.PaidByCard.Currency.Code, StringComparison.OrdinalIgnoreCase)))
            problems.Add($"invoice {invoice.NumberText} ({invoice.Status}) says {invoice.PaidByCard} by card, the provider took {sum} {taken.FirstOrDefault()?.Currency}".TrimEnd());
        if (invoice.Refunds.Any(refund => refund.Status == RefundStatus.Pending)) return;
        var returned = 0L;
        foreach (var intent in taken)
        {
            // As the payment flow counts them: what is under way at the bank is on its way to the customer.
            returned += Told(await provider.ListRefundsAsync(intent.Id)).Items.Where(refund => refund.Status is not ("failed" or "canceled")).Sum(refund => refund.Amount);
        }

        if (returned != invoice.AmountRefunded.Minor) problems.Add($"invoice {invoice.NumberText} says {invoice.AmountRefunded} was refunded, the provider gave back {returned}");
    }

    /// <exception cref="ProviderUnavailableException">It does not answer, so nothing can be said about the money.</exception>
    public static T Told<T>(ProviderAnswer<T> answer)
        where T : class =>
        answer is { Kind: AnswerKind.Done, Value: { } value } ? value : throw new ProviderUnavailableException($"The payment provider does not say what it took: {answer.Kind} {answer.Code}.");
}

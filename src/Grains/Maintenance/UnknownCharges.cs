using Billing.Domain.Payments;
using Billing.Grains.Journal;
using Billing.Grains.Organizations;

namespace Billing.Grains.Maintenance;

/// <summary>Charges that carry this deployment's mark, at customers that no organization of the journal has: an organization that was made, or had its
/// first card, after the backup that was restored. What carries another mark, or none, is somebody else's.</summary>
internal sealed class UnknownCharges(IJournal journal, Replay replay, string deployment)
{
    private readonly HashSet<string> customers = [];
    private readonly HashSet<string> unreadable = [];

    public void Saw(string stream, Replayed? replayed)
    {
        if (replayed is null) unreadable.Add(stream);
        if (replayed?.Organization?.Payment.CustomerId is { } customer) customers.Add(customer);
    }

    /// <exception cref="ProviderUnavailableException">The provider does not answer.</exception>
    public async IAsyncEnumerable<Finding> FindAsync(IProviderLedger ledger)
    {
        await foreach (var page in ledger.PagesAsync())
        {
            foreach (var intent in MoneyCheck.Told(page).Items)
            {
                if (intent.AmountReceived == 0 || intent.Metadata.Deployment != deployment || customers.Contains(intent.CustomerId)) continue;
                if (unreadable.Contains(intent.Metadata.OrganizationId) || await HasCustomerAsync(intent)) continue;
                yield return new(intent.Metadata.OrganizationId, $"payment {intent.Id} took {intent.AmountReceived} {intent.Currency}, and no organization has its customer {intent.CustomerId}");
            }
        }
    }

    /// <summary>A service that works meanwhile may have made it since.</summary>
    private async Task<bool> HasCustomerAsync(IntentView intent)
    {
        var organization = intent.Metadata.OrganizationId;
        if (Replay.IsAccount(organization) || (await journal.ReadAsync(organization, 0, 1, CancellationToken.None)).Count == 0) return false;
        try
        {
            return (await replay.RunAsync(organization)).Organization?.Payment.CustomerId == intent.CustomerId;
        }
        catch (QuarantinedException)
        {
            return false;
        }
    }
}

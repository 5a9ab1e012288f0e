using Billing.Domain.Payments;

namespace Billing.Grains.Maintenance;

/// <summary>The payment provider's own account of what it took, whoever it was for.</summary>
public interface IProviderLedger
{
    /// <summary>Every payment intent of the provider's account, newest first, page by page. The first page that does not come is the last answer.</summary>
    IAsyncEnumerable<ProviderAnswer<IntentList>> PagesAsync();
}

using Billing.Api.Security;

namespace Billing.Api.Input;

/// <summary>The input of an order to one organization: checked by itself, and harmless to repeat with its key (D4).</summary>
public interface IOrganizationOrder : ICheckedInput, INamesOrganization
{
    string? IdempotencyKey { get; }
}

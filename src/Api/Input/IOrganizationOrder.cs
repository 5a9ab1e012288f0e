using Billing.Api.Security;

namespace Billing.Api.Input;

/// <summary>The input of an order to one organization: checked by itself, and harmless to repeat with its key (D4).</summary>
public interface IOrganizationOrder : ICheckedInput, INamesOrganization
{
    /// <summary>Null where the client gave none, and for orders that are harmless to repeat without one.</summary>
    string? IdempotencyKey => null;
}

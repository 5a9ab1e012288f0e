using Billing.Domain.Organizations;

namespace Billing.Domain.Members;

internal static class OwnershipRules
{
    public static Decision Transfer(Turn turn, TransferOwnership command) => throw new NotSupportedException($"{turn.At} {command}");
}

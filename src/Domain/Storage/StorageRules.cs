using Billing.Domain.Organizations;

namespace Billing.Domain.Storage;

/// <summary>What staff decide about storage.</summary>
internal static class StorageRules
{
    public static Decision Add(Turn turn, AddStorage command) => throw new NotSupportedException($"{turn.At} {command}");

    public static Decision Enforce(Turn turn, SetStorageEnforcement command) => throw new NotSupportedException($"{turn.At} {command}");
}

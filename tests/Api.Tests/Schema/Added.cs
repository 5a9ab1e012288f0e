namespace Billing.Api.Tests.Schema;

/// <summary>What our inputs have beside the contract's: always optional, so that a client need not know it.</summary>
internal static class Added
{
    /// <summary>Decision 0020: an answer to a request that is repeated after a decline.</summary>
    public static IReadOnlySet<string> Fields { get; } = new HashSet<string>(StringComparer.Ordinal) { "ResolveAdHocSeatsInput.idempotencyKey" };
}

namespace Billing.Api.Tests.Schema;

/// <summary>What the contract names and this program does not serve yet. A name that is served must leave this list.</summary>
internal static class NotYet
{
    /// <summary>The portal's sessions.</summary>
    public static IReadOnlySet<string> Types { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "CreatePortalSessionInput", "PortalSessionPayload",
    };

    public static IReadOnlySet<string> Fields { get; } = new HashSet<string>(StringComparer.Ordinal) { "Mutation.createPortalSession" };
}

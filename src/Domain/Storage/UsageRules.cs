using Billing.Domain.Organizations;

namespace Billing.Domain.Storage;

/// <summary>What the product's back ends measure.</summary>
internal static class UsageRules
{
    public static Decision Report(Turn turn, ReportUsage command) => throw new NotSupportedException($"{turn.At} {command}");

    public static Decision Record(Turn turn, RecordAttachments command) => throw new NotSupportedException($"{turn.At} {command}");
}

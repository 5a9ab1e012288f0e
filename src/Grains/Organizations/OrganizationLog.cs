using Billing.Domain;
using Microsoft.Extensions.Logging;

namespace Billing.Grains.Organizations;

/// <summary>What an organization's engine logs: ids only (D11).</summary>
internal static partial class OrganizationLog
{
    [LoggerMessage(2101, LogLevel.Error, "Organization {Organization}: an append failed ({Failure}); the activation ends")]
    public static partial void AppendFailed(this ILogger log, OrganizationId organization, string failure);

    [LoggerMessage(2111, LogLevel.Critical, "Organization {Organization}, invoice {Invoice}: the payment provider refuses a call that is ours to mend ({Code})")]
    public static partial void ProviderMisconfigured(this ILogger log, OrganizationId organization, InvoiceId invoice, string? code);

    [LoggerMessage(2112, LogLevel.Critical, "Organization {Organization}, invoice {Invoice}: intent {Intent} is not what was asked for; nothing is changed")]
    public static partial void IntentMismatch(this ILogger log, OrganizationId organization, InvoiceId invoice, string intent);

    [LoggerMessage(2121, LogLevel.Critical, "Organization {Organization} is quarantined: {Reason}")]
    public static partial void Quarantined(this ILogger log, OrganizationId organization, string reason);

    [LoggerMessage(2122, LogLevel.Warning, "Organization {Organization}: a snapshot could not be {What} ({Failure}); the journal serves")]
    public static partial void SnapshotFailed(this ILogger log, OrganizationId organization, string what, string failure);

    [LoggerMessage(2123, LogLevel.Critical, "Organization {Organization}: a turn failed; what is due there waits longer each time")]
    public static partial void BackgroundFailed(this ILogger log, Exception failure, OrganizationId organization);

    [LoggerMessage(2124, LogLevel.Warning, "Organization {Organization}: its reminder could not be changed ({Failure}); the sweep serves")]
    public static partial void ReminderFailed(this ILogger log, OrganizationId organization, string failure);
}

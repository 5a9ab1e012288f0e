using Billing.Api.Organizations;

namespace Billing.Api.Enums;

public sealed class SectionType() : EnumType<Section>("Section", "Parts of the product that can be reached.");

/// <summary>What became of a mail.</summary>
public enum MailStatus
{
    Queued,
    Sent,
    Failed,
}

public sealed class MailStatusType() : EnumType<MailStatus>("MailStatus", "What became of a mail.");

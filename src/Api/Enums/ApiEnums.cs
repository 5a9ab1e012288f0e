using Billing.Api.Organizations;

namespace Billing.Api.Enums;

public sealed class SectionType : EnumType<Section>
{
    public SectionType()
        : base("Section", "Parts of the product that can be reached.")
    {
        Describe(Section.Billing, "Invoices, cards, plans.");
        Describe(Section.App, "The product itself.");
    }
}

/// <summary>What became of a mail.</summary>
public enum MailStatus
{
    Queued,
    Sent,
    Failed,
}

public sealed class MailStatusType : EnumType<MailStatus>
{
    public MailStatusType()
        : base("MailStatus", "What became of a mail.")
    {
        Describe(MailStatus.Queued, "Waits to be sent, or to be tried again.");
        Describe(MailStatus.Sent, "The mail server has taken it.");
        Describe(MailStatus.Failed, "Given up: error says why.");
    }
}

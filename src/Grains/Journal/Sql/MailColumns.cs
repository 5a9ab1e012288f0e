using Billing.Contracts.ReadModel;
using System.Text.Json;

namespace Billing.Grains.Journal.Sql;

/// <summary>A row of the table <c>mail</c>.</summary>
internal sealed class MailColumns : IPageColumns<MailRow>
{
    public const string Selected = """
        organization_id AS OrganizationId, number AS Key, id AS Id, template AS Template, subject AS Subject, recipients AS Recipients,
        text AS Text, html AS Html, queued_at AS QueuedAt, sent_at AS SentAt, status AS Status, error AS Error, invoice_number AS InvoiceNumber
        """;

    public required string OrganizationId { get; init; }

    public long Key { get; init; }

    public required string Id { get; init; }

    public required string Template { get; init; }

    public required string Subject { get; init; }

    public required string Recipients { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }

    public long QueuedAt { get; init; }

    public long? SentAt { get; init; }

    public required string Status { get; init; }

    public string? Error { get; init; }

    public string? InvoiceNumber { get; init; }

    public MailRow ToRow() => new(
        OrganizationId, Id, Key, Template, Subject, JsonSerializer.Deserialize<string[]>(Recipients)!, Text, Html,
        InstantColumn.FromColumn(QueuedAt), InstantColumn.FromColumn(SentAt), Status, Error, InvoiceNumber);
}

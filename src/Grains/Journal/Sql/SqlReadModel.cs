using System.Text.Json;
using Billing.Contracts.ReadModel;
using Dapper;
using NodaTime;

namespace Billing.Grains.Journal.Sql;

/// <summary>Lists and look-ups over the rows that the journal writes beside its events.</summary>
public sealed class SqlReadModel(SqlDatabase database) : IReadModel
{
    public async Task<Page<OrganizationRow>> OrganizationsAsync(
        OrganizationFilter filter, int first, long? afterKey, CancellationToken cancellationToken)
    {
        var query = new KeysetQuery(database, "organization", OrganizationColumns.Selected, Key: "key", Descending: false);
        if (filter.States is { } states) query.Where(database.Dialect.OneOf("state", "@states"), "states", states.ToArray());
        if (!string.IsNullOrEmpty(filter.Search)) query.WhereNameOrId(filter.Search);
        if (filter.AccountId is { } accountId) query.Where("account_id = @accountId", "accountId", accountId);
        if (filter.RenewsBefore is { } before) query.Where("renews_at < @before", "before", InstantColumn.ToColumn(before));
        if (filter.HasUnknownPayment is { } unknown) query.Where(database.Dialect.Is("has_unknown_payment", unknown));
        return await database.ReadAsync(connection =>
            query.PageAsync<OrganizationColumns, OrganizationRow>(connection, first, afterKey, cancellationToken));
    }

    public async Task<Page<AccountRow>> AccountsAsync(string? search, int first, long? afterKey, CancellationToken cancellationToken)
    {
        var query = new KeysetQuery(database, "account", AccountColumns.Selected, Key: "key", Descending: false);
        if (!string.IsNullOrEmpty(search)) query.WhereNameOrId(search);
        return await database.ReadAsync(connection =>
            query.PageAsync<AccountColumns, AccountRow>(connection, first, afterKey, cancellationToken));
    }

    public async Task<IReadOnlyList<string>> OrganizationsOfMemberAsync(string memberId, CancellationToken cancellationToken) =>
        [.. await database.ReadAsync(connection => connection.QueryAsync<string>(new CommandDefinition(
            $"SELECT organization_id FROM member WHERE id = @memberId AND {database.Dialect.Is("removed", false)} ORDER BY organization_id",
            new { memberId }, cancellationToken: cancellationToken)))];

    public async Task<Page<MailRow>> MailAsync(
        string organizationId, MailFilter filter, int first, long? beforeKey, CancellationToken cancellationToken)
    {
        var query = new KeysetQuery(database, "mail", MailColumns.Selected, Key: "number", Descending: true);
        query.Where("organization_id = @organizationId", "organizationId", organizationId);
        if (filter.Templates is { } templates) query.Where(database.Dialect.OneOf("template", "@templates"), "templates", templates.ToArray());
        return await database.ReadAsync(connection =>
            query.PageAsync<MailColumns, MailRow>(connection, first, beforeKey, cancellationToken));
    }

    public async Task<IReadOnlyDictionary<InvoiceKey, IReadOnlyList<MailRow>>> CopiesAsync(
        IReadOnlyCollection<InvoiceKey> invoices, int most, CancellationToken cancellationToken)
    {
        var keys = JsonSerializer.Serialize(invoices.Select(invoice => new[] { invoice.OrganizationId, invoice.Number }));
        var rows = await database.ReadAsync(connection => connection.QueryAsync<MailColumns>(new CommandDefinition(
            $"""
            SELECT {MailColumns.Selected} FROM (
              SELECT mail.*, row_number() OVER (PARTITION BY organization_id, invoice_number ORDER BY number DESC) AS place
              FROM {database.Dialect.JsonElements("@keys")} JOIN mail ON organization_id = wanted.value ->> 0 AND invoice_number = wanted.value ->> 1) AS copy
            WHERE place <= @most ORDER BY number DESC
            """,
            new { keys, most }, cancellationToken: cancellationToken)));
        return rows.Select(row => row.ToRow()).GroupBy(row => new InvoiceKey(row.OrganizationId, row.InvoiceNumber!))
            .ToDictionary(copies => copies.Key, IReadOnlyList<MailRow> (copies) => [.. copies]);
    }

    public Task<AdHocPage> AdHocRequestsAsync(AdHocFilter filter, int first, AdHocPlace? after, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => AdHocQueue.PageAsync(database, connection, filter, first, after, cancellationToken));

    public async Task<MailRow?> MailByIdAsync(string organizationId, string mailId, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(connection => connection.QuerySingleOrDefaultAsync<MailColumns>(new CommandDefinition(
            $"SELECT {MailColumns.Selected} FROM mail WHERE organization_id = @organizationId AND id = @mailId",
            new { organizationId, mailId }, cancellationToken: cancellationToken)));
        return row?.ToRow();
    }

    /// <summary>The first of each index suffice: an organization that is among the earliest at all is among the earliest of one of them.</summary>
    public async Task<IReadOnlyList<DueOrganization>> DueAsync(Instant until, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<(string Id, long At)>(new CommandDefinition(
            """
            SELECT id, min(at) FROM (
              SELECT * FROM (SELECT id, next_due_at AS at FROM organization WHERE next_due_at <= @until ORDER BY next_due_at LIMIT @limit) AS agenda
              UNION ALL
              SELECT * FROM (SELECT id, next_effect_at FROM organization WHERE next_effect_at <= @until ORDER BY next_effect_at LIMIT @limit) AS effect) AS due
            GROUP BY id ORDER BY min(at), id LIMIT @limit
            """,
            new { until = InstantColumn.ToColumn(until), limit }, cancellationToken: cancellationToken)));
        return [.. rows.Select(row => new DueOrganization(row.Id, InstantColumn.FromColumn(row.At)))];
    }
}

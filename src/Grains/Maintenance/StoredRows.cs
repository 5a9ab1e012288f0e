using Billing.Contracts.ReadModel;
using Billing.Grains.Journal.Sql;
using Dapper;

namespace Billing.Grains.Maintenance;

/// <summary>The read model's rows of one stream, as they stand.</summary>
/// <param name="Folded">The organization's or account's name, as searches compare it.</param>
public sealed record StoredRows(
    OrganizationRow? Organization, AccountRow? Account, string? Folded, IReadOnlyList<MemberRow> Members, IReadOnlyList<MailRow> Mail,
    IReadOnlyList<StoredAdHocRow> AdHocRequests)
{
    public static Task<StoredRows> OfAsync(ISqlReads database, string stream) => database.ReadAsync(async connection => new StoredRows(
        (await connection.QuerySingleOrDefaultAsync<OrganizationColumns>($"SELECT {OrganizationColumns.Selected} FROM organization WHERE id = @stream", new { stream }))?.ToRow(),
        (await connection.QuerySingleOrDefaultAsync<AccountColumns>($"SELECT {AccountColumns.Selected} FROM account WHERE id = @stream", new { stream }))?.ToRow(),
        await connection.QueryFirstOrDefaultAsync<string>(
            "SELECT folded FROM organization WHERE id = @stream UNION ALL SELECT folded FROM account WHERE id = @stream", new { stream }),
        [.. (await connection.QueryAsync<(string Id, bool Removed)>("SELECT id, removed FROM member WHERE organization_id = @stream", new { stream }))
            .Select(member => new MemberRow(stream, member.Id, member.Removed))],
        [.. (await connection.QueryAsync<MailColumns>($"SELECT {MailColumns.Selected} FROM mail WHERE organization_id = @stream ORDER BY number", new { stream }))
            .Select(mail => mail.ToRow())],
        [.. (await connection.QueryAsync<(string Id, string State, bool Answered, long DueBy, bool OnTestClock)>(
                "SELECT id, state, answered, due_by, on_test_clock FROM ad_hoc_request WHERE organization_id = @stream", new { stream }))
            .Select(row => new StoredAdHocRow(new(stream, row.Id, row.State, InstantColumn.FromColumn(row.DueBy), row.OnTestClock), row.Answered))]));

    /// <summary>Whose rows these are is not in the journal: organizations and accounts, at most <paramref name="limit"/>.</summary>
    public static async Task<IReadOnlyList<string>> StraysAsync(ISqlReads database, int limit) =>
        [.. await database.ReadAsync(connection => connection.QueryAsync<string>(
            """
            SELECT owner FROM (
              SELECT id AS owner FROM organization UNION SELECT id FROM account UNION SELECT organization_id FROM member
              UNION SELECT organization_id FROM mail UNION SELECT organization_id FROM ad_hoc_request) AS owners
            WHERE NOT EXISTS (SELECT 1 FROM event WHERE event.stream = owner) ORDER BY owner LIMIT @limit
            """, new { limit }))];
}

/// <param name="IsAnswered">The column by which the queue is ordered; the rest of its order follows from the row.</param>
public sealed record StoredAdHocRow(AdHocRow Row, bool IsAnswered);

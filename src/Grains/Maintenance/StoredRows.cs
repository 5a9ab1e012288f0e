using Billing.Contracts.ReadModel;
using Billing.Grains.Journal.Sql;
using Dapper;

namespace Billing.Grains.Maintenance;

/// <summary>The read model's rows of one stream, as they stand.</summary>
/// <param name="AdHocStates">By the request's id.</param>
public sealed record StoredRows(
    OrganizationRow? Organization, AccountRow? Account, IReadOnlyList<MemberRow> Members, IReadOnlyList<MailRow> Mail, IReadOnlyDictionary<string, string> AdHocStates)
{
    public static Task<StoredRows> OfAsync(SqlDatabase database, string stream) => database.ReadAsync(async connection => new StoredRows(
        (await connection.QuerySingleOrDefaultAsync<OrganizationColumns>($"SELECT {OrganizationColumns.Selected} FROM organization WHERE id = @stream", new { stream }))?.ToRow(),
        (await connection.QuerySingleOrDefaultAsync<AccountColumns>($"SELECT {AccountColumns.Selected} FROM account WHERE id = @stream", new { stream }))?.ToRow(),
        [.. (await connection.QueryAsync<(string Id, bool Removed)>("SELECT id, removed FROM member WHERE organization_id = @stream", new { stream }))
            .Select(member => new MemberRow(stream, member.Id, member.Removed))],
        [.. (await connection.QueryAsync<MailColumns>($"SELECT {MailColumns.Selected} FROM mail WHERE organization_id = @stream ORDER BY number", new { stream }))
            .Select(mail => mail.ToRow())],
        (await connection.QueryAsync<(string Id, string State)>("SELECT id, state FROM ad_hoc_request WHERE organization_id = @stream", new { stream }))
            .ToDictionary(request => request.Id, request => request.State)));
}

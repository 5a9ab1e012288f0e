using Billing.Contracts.ReadModel;
using Dapper;
using System.Data.Common;

namespace Billing.Grains.Journal.Sql;

/// <summary>Pages of the table <c>ad_hoc_request</c>, in the order of staff's queue.</summary>
internal static class AdHocQueue
{
    /// <summary>Overdue by itself: on a test clock what is written is right, since its time stands still (A57); in real time nobody need have woken up.</summary>
    private static string StateNow(SqlDialect dialect) =>
        $"CASE WHEN state = 'REQUESTED' AND {dialect.Is("on_test_clock", false)} AND due_by <= @now THEN 'OVERDUE' ELSE state END";

    public static async Task<AdHocPage> PageAsync(
        SqlDatabase database, DbConnection connection, AdHocFilter filter, int first, AdHocPlace? after, CancellationToken cancellationToken)
    {
        var matching = filter.States is null ? "1 = 1" : database.Dialect.OneOf(StateNow(database.Dialect), "@states");
        var beyond = after is null ? "1 = 1" : "(answered, due_by, id) > (@answered, @due, @id)";
        var parameters = new
        {
            states = filter.States?.ToArray(),
            now = InstantColumn.ToColumn(filter.Now),
            answered = after?.IsAnswered,
            due = InstantColumn.ToColumn(after?.DueBy),
            id = after?.Id,
            limit = first + 1L,
        };
        using var snapshot = database.BeginSnapshot(connection);
        var total = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            $"SELECT count(*) FROM ad_hoc_request WHERE {matching}", parameters, snapshot, cancellationToken: cancellationToken));
        var rows = (await connection.QueryAsync<AdHocColumns>(new CommandDefinition(
            $"""
            SELECT organization_id AS OrganizationId, id AS Id, state AS State, due_by AS DueBy, on_test_clock AS OnTestClock
            FROM ad_hoc_request WHERE {matching} AND {beyond} ORDER BY answered, due_by, id LIMIT @limit
            """, parameters, snapshot, cancellationToken: cancellationToken))).AsList();
        return new([.. rows.Take(first).Select(row => row.ToRow())], total, rows.Count > first);
    }

    private sealed class AdHocColumns
    {
        public required string OrganizationId { get; init; }

        public required string Id { get; init; }

        public required string State { get; init; }

        public long DueBy { get; init; }

        public bool OnTestClock { get; init; }

        public AdHocRow ToRow() => new(OrganizationId, Id, State, InstantColumn.FromColumn(DueBy), OnTestClock);
    }
}

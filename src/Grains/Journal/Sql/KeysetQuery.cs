using Billing.Contracts.ReadModel;
using System.Text;
using Dapper;
using System.Data.Common;

namespace Billing.Grains.Journal.Sql;

/// <summary>A list in the order of an integer key that never changes, so a page stays where it is when rows are added around it.</summary>
/// <param name="Key">The column that orders; <paramref name="Columns"/> select it as Key.</param>
internal sealed record KeysetQuery(SqlDatabase Database, string Table, string Columns, string Key, bool Descending)
{
    private readonly StringBuilder _conditions = new("1 = 1");
    private readonly DynamicParameters _parameters = new();

    public void Where(string condition) => _conditions.Append(" AND ").Append(condition);

    public void Where(string condition, string parameter, object value)
    {
        Where(condition);
        _parameters.Add(parameter, value);
    }

    /// <summary>A part of the name, any case, taken literally; or a whole id.</summary>
    public void WhereNameOrId(string search)
    {
        Where($"({Database.Dialect.Contains("folded", "@folded")} OR id = @search)", "folded", NameSearch.Fold(search));
        _parameters.Add("search", search);
    }

    /// <summary>The rows beyond a key with the total of all that match, both from one snapshot.</summary>
    public async Task<Page<TRow>> PageAsync<TColumns, TRow>(
        DbConnection connection, int first, long? beyond, CancellationToken cancellationToken)
        where TColumns : IPageColumns<TRow>
    {
        using var snapshot = Database.BeginSnapshot(connection);
        var total = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            $"SELECT count(*) FROM {Table} WHERE {_conditions}", _parameters, snapshot, cancellationToken: cancellationToken));
        _parameters.Add("beyond", beyond ?? (Descending ? long.MaxValue : long.MinValue));
        _parameters.Add("limit", first + 1L);
        var rows = (await connection.QueryAsync<TColumns>(new CommandDefinition(
            $"""
            SELECT {Columns} FROM {Table} WHERE {_conditions} AND {Key} {(Descending ? "<" : ">")} @beyond
            ORDER BY {Key} {(Descending ? "DESC" : "")} LIMIT @limit
            """, _parameters, snapshot, cancellationToken: cancellationToken))).AsList();
        return new([.. rows.Take(first).Select(row => new PageItem<TRow>(row.Key, row.ToRow()))], total, rows.Count > first);
    }
}

/// <summary>A row as the table has it.</summary>
internal interface IPageColumns<out TRow>
{
    long Key { get; }

    TRow ToRow();
}

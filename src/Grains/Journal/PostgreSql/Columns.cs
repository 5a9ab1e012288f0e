using Npgsql;
using NpgsqlTypes;

namespace Billing.Grains.Journal.PostgreSql;

/// <summary>Rows as the driver takes them in one parameter a column: an array each, which <c>unnest</c> makes rows of again.</summary>
internal static class Columns
{
    public static NpgsqlParameter Texts<T>(IReadOnlyCollection<T> rows, Func<T, string?> value) => Of(NpgsqlDbType.Text, rows, value);

    public static NpgsqlParameter Longs<T>(IReadOnlyCollection<T> rows, Func<T, long> value) => Of(NpgsqlDbType.Bigint, rows, value);

    public static NpgsqlParameter LongsOrNone<T>(IReadOnlyCollection<T> rows, Func<T, long?> value) => Of(NpgsqlDbType.Bigint, rows, value);

    public static NpgsqlParameter Integers<T>(IReadOnlyCollection<T> rows, Func<T, int> value) => Of(NpgsqlDbType.Integer, rows, value);

    public static NpgsqlParameter Flags<T>(IReadOnlyCollection<T> rows, Func<T, bool> value) => Of(NpgsqlDbType.Boolean, rows, value);

    private static NpgsqlParameter<TValue[]> Of<T, TValue>(NpgsqlDbType type, IReadOnlyCollection<T> rows, Func<T, TValue> value)
    {
        var values = new TValue[rows.Count];
        var index = 0;
        foreach (var row in rows) values[index++] = value(row);
        return new() { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}

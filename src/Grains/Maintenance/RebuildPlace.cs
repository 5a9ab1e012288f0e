using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace Billing.Grains.Maintenance;

/// <summary>How far a rebuild has come, kept in the table <c>setting</c> beside the rows: it goes on from there.</summary>
internal static class RebuildPlace
{
    private const string Name = "rebuild";

    public static StreamPlace? Read(DbConnection connection) =>
        connection.QuerySingleOrDefault<byte[]>("SELECT value FROM setting WHERE name = @Name", new { Name }) is { } value ? JsonSerializer.Deserialize<StreamPlace>(value) : null;

    public static void Write(DbTransaction transaction, StreamPlace place) => transaction.Connection!.Execute(
        "INSERT INTO setting(name, value) VALUES(@Name, @value) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
        new { Name, value = JsonSerializer.SerializeToUtf8Bytes(place) }, transaction);

    public static void Forget(DbTransaction transaction) => transaction.Connection!.Execute("DELETE FROM setting WHERE name = @Name", new { Name }, transaction);
}

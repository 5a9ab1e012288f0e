using System.Reflection;
using Billing.Grains.Journal.Sql;
using Dapper;

namespace Billing.Grains.Migrations;

/// <summary>Where a database lists the migrations that were run in it, and which of this program's are meant for it.</summary>
/// <param name="Exists">Counts the list: 0 or 1.</param>
/// <param name="Read">Their names, one a row.</param>
/// <param name="Folders">Beginnings of the names of this program's scripts.</param>
public sealed record SchemaHistory(string Exists, string Read, string[] Folders)
{
    private static readonly Assembly Ours = typeof(SchemaHistory).Assembly;

    /// <summary>For those who read or mend a database beside the service that migrates it: they take it as it is, or leave it alone.</summary>
    /// <param name="place">What users call it.</param>
    /// <exception cref="SchemaDiffersException">Its version is another than this program's.</exception>
    /// <exception cref="Contracts.ReadModel.JournalUnavailableException">The store cannot be read.</exception>
    public static Task RequireCurrentAsync(SqlDatabase database, string place) => database.ReadAsync(async connection =>
    {
        var history = database.Schema;
        if (await connection.ExecuteScalarAsync<long>(history.Exists) == 0) throw new SchemaDiffersException($"{place} is not a database of this program: migrate, or the service's first start, makes it one.");
        var run = (await connection.QueryAsync<string>(history.Read)).Where(history.IsOurs).ToHashSet();
        var known = Ours.GetManifestResourceNames().Where(history.IsOurs).ToHashSet();
        if (run.Except(known).Order(StringComparer.Ordinal).LastOrDefault() is { } newer)
            throw new SchemaDiffersException($"{place} is of a newer version than this program ({newer}): take the version that the service has.");
        if (known.Except(run).Order(StringComparer.Ordinal).FirstOrDefault() is { } missing)
            throw new SchemaDiffersException($"{place} is of an older version than this program ({missing} is missing): run migrate first, or take the version that the service has.");
        return true;
    });

    private bool IsOurs(string name) => Array.Exists(Folders, folder => name.StartsWith(folder, StringComparison.Ordinal));
}

/// <summary>The database is of another version than this program, which will not change that by the way (exit status 2).</summary>
public sealed class SchemaDiffersException(string message) : Exception(message);

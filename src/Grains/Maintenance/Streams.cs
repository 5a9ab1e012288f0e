using Billing.Grains.Journal.Sql;
using Dapper;

namespace Billing.Grains.Maintenance;

/// <summary>A stream's place among all, in the order in which they began.</summary>
/// <param name="Began">An organization's first position in the feed, which no test clock moves; an account's first instant, which is later than any position.</param>
public sealed record StreamPlace(long Began, string Stream)
{
    public bool IsAfter(StreamPlace? other) =>
        other is null || Began > other.Began || (Began == other.Began && string.CompareOrdinal(Stream, other.Stream) > 0);
}

/// <summary>Which streams the journal has.</summary>
internal sealed class Streams(ISqlReads database)
{
    private const int AtOnce = 500;

    /// <summary>
    /// From each stream's name to the next one's, as the primary key has them: a few steps in indexes for each stream, however long its history is. The first
    /// record is the first that is there, not the first that there was: a damaged stream is listed too.
    /// </summary>
    private const string Page = """
        WITH RECURSIVE found(name, number) AS (
          SELECT min(stream), 1 FROM event WHERE stream > @after
          UNION ALL
          SELECT (SELECT min(stream) FROM event WHERE stream > name), number + 1 FROM found WHERE name IS NOT NULL AND number < @limit)
        SELECT coalesce(
          (SELECT position FROM event WHERE stream = name AND public_sequence IS NOT NULL ORDER BY public_sequence LIMIT 1),
          (SELECT at FROM event WHERE stream = name ORDER BY sequence LIMIT 1)), name
        FROM found WHERE name IS NOT NULL ORDER BY name
        """;

    /// <summary>All that there are now, oldest first. No index has that order, so it is made here: some hundred bytes for each.</summary>
    public async Task<IReadOnlyList<StreamPlace>> AllAsync()
    {
        var places = new List<StreamPlace>();
        while (true)
        {
            var after = places.Count == 0 ? "" : places[^1].Stream;
            var page = (await database.ReadAsync(connection => connection.QueryAsync<(long Began, string Stream)>(Page, new { after, limit = AtOnce }))).AsList();
            places.AddRange(page.Select(found => new StreamPlace(found.Began, found.Stream)));
            if (page.Count < AtOnce) return [.. places.OrderBy(place => place.Began).ThenBy(place => place.Stream, StringComparer.Ordinal)];
        }
    }

    /// <summary>Whether the feed's positions are 1, 2, 3… to its head; null where they are.</summary>
    public Task<string?> FeedProblemAsync() => database.ReadAsync(async connection =>
    {
        var (count, last, head) = await connection.QuerySingleAsync<(long, long, long)>(
            "SELECT count(position), coalesce(max(position), 0), (SELECT position FROM feed) FROM event");
        return count == last && last == head ? null : $"the feed has {count} positions, the last is {last}, its head says {head}";
    });
}

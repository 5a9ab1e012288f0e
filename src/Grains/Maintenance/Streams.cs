using Billing.Grains.Journal.Sql;
using Dapper;

namespace Billing.Grains.Maintenance;

/// <summary>A stream's place among all, in the order in which they began.</summary>
/// <param name="Began">An organization's first position in the feed, which no test clock moves; an account's first instant, which is later than any position.</param>
public sealed record StreamPlace(long Began, string Stream);

/// <summary>Which streams the journal has, oldest first.</summary>
public sealed class Streams(SqlDatabase database)
{
    private const int AtOnce = 500;

    public Task<int> CountAsync() => database.ReadAsync(connection => connection.ExecuteScalarAsync<int>("SELECT count(DISTINCT stream) FROM event"));

    /// <summary>Those after a place, or all.</summary>
    public async IAsyncEnumerable<StreamPlace> AfterAsync(StreamPlace? place)
    {
        while (true)
        {
            var (began, stream) = place is null ? (long.MinValue, "") : (place.Began, place.Stream);
            // The first record that is there, not the first that there was: a damaged stream is listed too.
            var page = (await database.ReadAsync(connection => connection.QueryAsync<(long Began, string Stream)>(
                """
                SELECT coalesce(min(position), min(at)), stream FROM event GROUP BY stream
                HAVING coalesce(min(position), min(at)) > @began OR (coalesce(min(position), min(at)) = @began AND stream > @stream) ORDER BY 1, 2 LIMIT @limit
                """, new { began, stream, limit = AtOnce }))).AsList();
            foreach (var found in page) yield return place = new(found.Began, found.Stream);
            if (page.Count < AtOnce) yield break;
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

using Billing.Contracts.ReadModel;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Organizations;

namespace Billing.Grains.Maintenance;

/// <summary>Makes the read model anew from the journal, stream by stream in the order in which they began, so that pages keep their order. Ended in the
/// midst of it, it goes on where it was. A mail that is there keeps its words: they are what was sent, whatever the templates say today (docs/decisions/0034).</summary>
public sealed class Rebuild(SqlDatabase database, Replay replay)
{
    /// <param name="told">How many streams are done, of how many.</param>
    /// <param name="quarantined">A stream that this program cannot read, and why: its rows stay as they are.</param>
    /// <returns>How many streams were written in this run.</returns>
    /// <exception cref="WritersPresentException">A service writes to the database.</exception>
    public async Task<int> RunAsync(Action<int, int> told, Action<string, string> quarantined)
    {
        using var rows = database.OpenRowRebuild();
        var from = rows.Place;
        var streams = await new Streams(database).AllAsync();
        var written = 0;
        foreach (var place in streams.Where(place => place.IsAfter(from)))
        {
            try
            {
                var replayed = await replay.RunAsync(place.Stream);
                rows.Replace(place, WithSentWords(replayed.Rows, await StoredRows.OfAsync(database, place.Stream)));
                told(++written, streams.Count);
            }
            catch (QuarantinedException unreadable)
            {
                quarantined(place.Stream, unreadable.Message);
            }
        }

        rows.Finish();
        return written;
    }

    private static ReadModelChanges WithSentWords(ReadModelChanges made, StoredRows stored)
    {
        var words = stored.Mail.ToDictionary(mail => mail.Id);
        return made with
        {
            Mail = [.. made.Mail.Select(mail => words.TryGetValue(mail.Id, out var sent) ? mail with { Subject = sent.Subject, Text = sent.Text, Html = sent.Html } : mail)],
        };
    }
}

using System.Text.Json;
using Billing.Contracts.ReadModel;
using Billing.Grains.Journal;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Organizations;
using NodaTime.Text;

namespace Billing.Grains.Maintenance;

/// <summary>An account's whole history and its organizations', a JSON object a line, stream by stream, oldest record first.</summary>
/// <remarks>As of one instant: what a service writes meanwhile is in it whole, or not at all.</remarks>
public sealed class Export(SqlDatabase database, Replay replay)
{
    private const int ReadAtOnce = 1_000;

    /// <returns>False where there is no such account; then nothing is written.</returns>
    /// <exception cref="QuarantinedException">The account's own history cannot be read.</exception>
    /// <exception cref="JournalUnavailableException">The store cannot be read; part of it may have been written.</exception>
    public Task<bool> WriteAsync(string account, Stream output)
    {
        var begun = false;
        return database.ReadSnapshotAsync(snapshot =>
        {
            // A read that finds its connection cut is asked again; what is written cannot be taken back.
            if (begun) throw new IOException("the connection was cut in the midst of the export.");
            begun = true;
            return WriteAsync(account, output, snapshot);
        });
    }

    private async Task<bool> WriteAsync(string account, Stream output, ISqlReads snapshot)
    {
        var journal = new SqlJournalReader(snapshot);
        if (!Replay.IsAccount(account) || (await journal.ReadAsync(account, 0, 1, CancellationToken.None)).Count == 0) return false;
        var organizations = (await replay.In(snapshot).RunAsync(account)).Account!.Organizations.Select(organization => organization.Id.Value);
        foreach (var stream in organizations.Prepend(account)) await StreamAsync(journal, stream, output);
        return true;
    }

    private static async Task StreamAsync(SqlJournalReader journal, string stream, Stream output)
    {
        var after = 0L;
        while (true)
        {
            var page = await journal.ReadAsync(stream, after, ReadAtOnce, CancellationToken.None);
            foreach (var record in page) await LineAsync(record, output);
            if (page.Count < ReadAtOnce) return;
            after = page[^1].Sequence;
        }
    }

    private static async Task LineAsync(JournalRecord record, Stream output)
    {
        await using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("stream", record.Stream);
            json.WriteNumber("sequence", record.Sequence);
            Write("publicSequence", record.PublicSequence);
            Write("position", record.Position);
            json.WriteString("kind", record.Kind);
            json.WriteNumber("version", record.Version);
            json.WriteString("at", InstantPattern.ExtendedIso.Format(record.At));
            json.WriteString("actor", record.Actor);
            json.WritePropertyName("payload");
            json.WriteRawValue(record.Payload);
            json.WriteEndObject();

            void Write(string name, long? value)
            {
                if (value is { } number) json.WriteNumber(name, number);
                else json.WriteNull(name);
            }
        }

        output.WriteByte((byte)'\n');
    }
}

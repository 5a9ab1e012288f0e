using System.Text.Json;
using Billing.Grains.Journal;
using Billing.Grains.Organizations;
using NodaTime.Text;

namespace Billing.Grains.Maintenance;

/// <summary>An account's whole history and its organizations', a JSON object a line, stream by stream, oldest record first.</summary>
public sealed class Export(IJournal journal, Replay replay)
{
    private const int ReadAtOnce = 1_000;

    /// <returns>False where there is no such account; then nothing is written.</returns>
    /// <exception cref="QuarantinedException">The account's own history cannot be read.</exception>
    public async Task<bool> WriteAsync(string account, Stream output)
    {
        if (!Replay.IsAccount(account) || (await journal.ReadAsync(account, 0, 1, CancellationToken.None)).Count == 0) return false;
        var organizations = (await replay.RunAsync(account)).Account!.Organizations.Select(organization => organization.Id.Value);
        foreach (var stream in organizations.Prepend(account)) await StreamAsync(stream, output);
        return true;
    }

    private async Task StreamAsync(string stream, Stream output)
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

using System.Text.Json;

namespace Billing.StripeSimulator.Persistence;

/// <summary>JSON lines, appended. A line reaches the operating system before its call is answered, so that killing the process loses nothing that was
/// answered (a power cut may). A last line without its end was never answered, and is cut off.</summary>
internal sealed class LogFile : IDisposable
{
    /// <summary>Smaller files load in no time and are left as they are.</summary>
    public const long CompactionBytes = 4 << 20;

    private readonly string path;
    private readonly FileStream owner;
    private FileStream file;

    private LogFile(string path, FileStream owner)
    {
        this.path = path;
        this.owner = owner;
        file = Open(path);
    }

    public long Length { get; private set; }

    /// <summary>A second file beside it marks the owner: the log itself stays readable, and is replaced by <see cref="Rewrite"/>.</summary>
    /// <exception cref="IOException">Another process owns the log.</exception>
    public static LogFile Own(string path)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var owner = new FileStream(full + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            return new(full, owner);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>Reads everything once, and leaves the file ready to append.</summary>
    public IReadOnlyList<LogEntry> ReadAll()
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var entries = new List<LogEntry>();
        var start = 0;
        while (Array.IndexOf(bytes, (byte)'\n', start) is var end and >= 0)
        {
            entries.Add(Parse(bytes.AsSpan(start, end - start), start));
            start = end + 1;
        }

        CutTo(start);
        return entries;
    }

    public void Append(LogEntry entry)
    {
        try
        {
            file.Write(Line(entry));
            Length = file.Position;
        }
        catch (IOException)
        {
            // Half a line before a whole one would make the file unreadable.
            CutTo(Length);
            throw;
        }
    }

    /// <summary>Replaces the file in one step: a crash leaves the old one or the new one.</summary>
    public void Rewrite(IEnumerable<LogEntry> entries)
    {
        var fresh = path + ".new";
        using (var copy = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            foreach (var entry in entries)
            {
                copy.Write(Line(entry));
            }

            copy.Flush(flushToDisk: true);
        }

        file.Dispose();
        File.Move(fresh, path, overwrite: true);
        file = Open(path);
        CutTo(file.Length);
    }

    public void Dispose()
    {
        file.Dispose();
        owner.Dispose();
    }

    /// <summary>Without a buffer of our own: each write is a call of the operating system.</summary>
    private static FileStream Open(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);

    private static byte[] Line(LogEntry entry) => [.. JsonSerializer.SerializeToUtf8Bytes(entry, Json.Stripe.LogEntry), (byte)'\n'];

    private LogEntry Parse(ReadOnlySpan<byte> line, int offset)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Json.Stripe.LogEntry)!;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: the line at byte {offset} is damaged.", e);
        }
    }

    private void CutTo(long length)
    {
        file.SetLength(length);
        file.Position = length;
        Length = length;
    }
}

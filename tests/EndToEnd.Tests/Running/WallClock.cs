namespace Billing.EndToEnd.Tests.Running;

/// <summary>A wall clock that can be moved under a running process, while its monotonic clock goes on: libfaketime's.</summary>
internal sealed class WallClock : IDisposable
{
    private static readonly string? Library = Find();

    private readonly string folder = Directory.CreateTempSubdirectory("billing-clock-").FullName;

    private WallClock() => Move(TimeSpan.Zero);

    private string File => Path.Combine(folder, "offset");

    /// <summary>One that is right. Skips the test where there is no libfaketime; in CI that fails it.</summary>
    public static WallClock Right()
    {
        if (Library is null) Missing.Skip("libfaketime is not here: install faketime.");
        return new();
    }

    /// <summary>A process that goes by this clock.</summary>
    public Surroundings Surroundings(string dataDirectory) => new(dataDirectory)
    {
        Environment = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library!,
            ["FAKETIME_TIMESTAMP_FILE"] = File,
            ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["NO_FAKE_STAT"] = "1",
            ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",      // with it, waits that have an end never come to it
        },
    };

    /// <summary>From now on it is so much ahead, or behind.</summary>
    public void Move(TimeSpan ahead)
    {
        // At once: it is read all the time.
        var next = File + ".next";
        System.IO.File.WriteAllText(next, $"{(ahead < TimeSpan.Zero ? '-' : '+')}{Math.Abs(ahead.TotalSeconds):0}");
        System.IO.File.Move(next, File, overwrite: true);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Where Debian, Fedora and a build of one's own put it; the one for several threads.</summary>
    private static string? Find()
    {
        IEnumerable<string> folders =
        [
            "/usr/lib/faketime", "/usr/lib64/faketime", "/usr/local/lib/faketime",
            .. Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "*-linux-gnu*").Select(folder => Path.Combine(folder, "faketime")) : [],
        ];
        return folders.Select(folder => Path.Combine(folder, "libfaketimeMT.so.1")).FirstOrDefault(System.IO.File.Exists);
    }
}

using System.Diagnostics;
using Billing.Grains.Journal.Sqlite;
using Xunit;

namespace Billing.Grains.Tests.Journal.Sqlite;

public sealed class DataDirectoryLockTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("billing-lock-").FullName;

    [Fact]
    public void F22_a_second_taker_fails_at_once_and_gets_it_after_the_first()
    {
        using (DataDirectoryLock.Take(_directory))
        {
            var failure = Assert.Throws<DataDirectoryInUseException>(() => DataDirectoryLock.Take(_directory));
            Assert.Contains(_directory, failure.Message, StringComparison.Ordinal);
        }
        DataDirectoryLock.Take(_directory).Dispose();
    }

    [Fact]
    public void F22_another_process_holds_it_until_it_is_killed()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "needs flock(1)");
        var file = Path.Combine(_directory, DataDirectoryLock.FileName);
        using var other = Process.Start(new ProcessStartInfo("/usr/bin/flock")
        {
            ArgumentList = { "--no-fork", file, "sh", "-c", "echo held; exec sleep 60" },
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", other.StandardOutput.ReadLine());
        Assert.Throws<DataDirectoryInUseException>(() => DataDirectoryLock.Take(_directory));

        other.Kill();
        other.WaitForExit();
        using var held = DataDirectoryLock.Take(_directory);
        using var late = Process.Start("/usr/bin/flock", ["--nonblock", file, "true"]);
        late.WaitForExit();
        Assert.Equal(1, late.ExitCode);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}

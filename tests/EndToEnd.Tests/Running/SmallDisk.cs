using System.Diagnostics;

namespace Billing.EndToEnd.Tests.Running;

/// <summary>A disk of some megabytes, which can be filled to its last page, and emptied again.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int PageBytes = 4096;

    /// <summary>ENOSPC.</summary>
    private const int NoSpace = 28;

    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    /// <summary>A folder on it.</summary>
    public string Folder => Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;

    private string Ballast => Path.Combine(folder, "ballast");

    /// <summary>Skips the test where this user may not mount anything; in CI that fails it for root, who may.</summary>
    public static SmallDisk Mounted(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("billing-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) is { } refusal)
        {
            Directory.Delete(folder);
            Missing.Skip($"A small disk cannot be mounted here: {refusal}", mayBeInCI: Environment.UserName != "root");
        }

        return new(folder);
    }

    /// <summary>Not one page is left.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        try
        {
            for (var page = new byte[PageBytes]; ; ballast.Write(page));
        }
        catch (IOException full) when (full.HResult == NoSpace)
        {
            // That was the last one.
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose()
    {
        // Whatever still has a file open there keeps the disk, and nobody else sees it.
        if (Run("umount", "--lazy", folder) is { } refusal) throw new InvalidOperationException(refusal);
        Directory.Delete(folder);
    }

    /// <returns>What it complained of; null where all went well.</returns>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var running = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var complaint = running.StandardError.ReadToEnd().Trim();
            running.WaitForExit();
            return running.ExitCode == 0 ? null : complaint;
        }
        catch (System.ComponentModel.Win32Exception absent)
        {
            return absent.Message;
        }
    }
}

namespace Billing.Grains.Journal.Sqlite;

/// <summary>
/// Only one process may work in a SQLite data directory (F22). The operating system holds the lock, so it ends with the process,
/// however that ends.
/// </summary>
public sealed class DataDirectoryLock : IDisposable
{
    public const string FileName = "billing.lock";

    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock at once, or not at all; creates the directory where it is missing.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process has it.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written to.</exception>
    public static DataDirectoryLock Take(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        try
        {
            return new(new(Path.Combine(dataDirectory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (IsHeldElsewhere(exception))
        {
            throw new DataDirectoryInUseException(dataDirectory, exception);
        }
    }

    /// <summary>The file stays: removing it would let a third process lock a new one while a second still waits for the old.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>EWOULDBLOCK as Linux and macOS number it, and Windows' sharing violation.</summary>
    private static bool IsHeldElsewhere(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}

/// <summary>Another process works in this data directory: this one must end (exit status 2, F22).</summary>
public sealed class DataDirectoryInUseException(string dataDirectory, Exception inner)
    : Exception($"Another process uses the data directory {Path.GetFullPath(dataDirectory)}.", inner);

namespace Billing.Silo.CommandLine;

/// <summary>How far a long verb is, on standard error, so that standard output stays what was asked for: at most a line a second, and the last.</summary>
internal sealed class Progress(string what)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private long told = TimeProvider.System.GetTimestamp();

    public void Tell(int done, int total)
    {
        if (done < total && TimeProvider.System.GetElapsedTime(told) < Between) return;
        told = TimeProvider.System.GetTimestamp();
        Console.Error.WriteLine($"{what} {done} of {total} histories");
    }
}

namespace Billing.EndToEnd.Tests.Running;

/// <summary>What a machine may lack: its tests are skipped there, but not in CI, which is to have everything.</summary>
internal static class Missing
{
    /// <param name="mayBeInCI">CI cannot help it either.</param>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void Skip(string reason, bool mayBeInCI = false)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true" && !mayBeInCI) Assert.Fail(reason);
        Assert.Skip(reason);
    }
}

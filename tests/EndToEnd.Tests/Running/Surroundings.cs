namespace Billing.EndToEnd.Tests.Running;

/// <summary>Where a process is started, and what it finds there.</summary>
/// <param name="DataDirectory">It goes with the process.</param>
public sealed record Surroundings(string DataDirectory)
{
    /// <summary>Environment variables beside the usual ones.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Another build of the program; null: this one's.</summary>
    public string? Program { get; init; }

    /// <summary>An empty folder that nobody else uses.</summary>
    public static Surroundings OfItsOwn() => new(Directory.CreateTempSubdirectory("billing-e2e-").FullName);
}

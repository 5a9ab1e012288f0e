namespace Billing.Grains.Tests.Organizations;

/// <summary>A piece of a billing life under faults.</summary>
/// <param name="Arrange">What went well before.</param>
/// <param name="Act">What a client does, asking again as long as it takes.</param>
internal sealed record Scenario(string Name, bool OnTestClock, Func<World, Task> Arrange, Func<World, Task> Act)
{
    /// <summary>What happens depends on the day: the client does not come back a day later.</summary>
    public bool DayMatters { get; init; }

    /// <summary>The test's name.</summary>
    public override string ToString() => Name;
}

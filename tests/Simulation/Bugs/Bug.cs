namespace Billing.Simulation.Tests.Bugs;

/// <summary>Mistakes that are planted, one at a time, to see whether the simulation finds them.</summary>
internal enum Bug
{
    None,
    ClockGuardMissing,
    IdentityColumnForTheFeed,
}

using Billing.Simulation.Tests.World;

namespace Billing.Simulation.Tests.Checking;

internal sealed class FaultFree(History history)
{
    public void Check() => _ = history;
}

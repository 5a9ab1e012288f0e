namespace Billing.StripeSimulator.Faults;

/// <summary>The faults still to come, in the order they were asked for. Forgotten when the simulator stops.</summary>
internal sealed class FaultPlan
{
    private readonly Lock gate = new();
    private readonly List<(Fault Fault, int Remaining)> planned = [];

    public void Add(Fault fault, int calls)
    {
        lock (gate)
        {
            planned.Add((fault, calls));
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            planned.Clear();
        }
    }

    public IReadOnlyList<(Fault Fault, int Remaining)> Remaining()
    {
        lock (gate)
        {
            return [.. planned];
        }
    }

    /// <summary>The fault of this call, used up by it.</summary>
    public Fault Take(string method, string path)
    {
        lock (gate)
        {
            var index = planned.FindIndex(plan => plan.Fault.Concerns(method, path));
            if (index < 0)
            {
                return Fault.None;
            }

            var (fault, remaining) = planned[index];
            if (remaining == 1)
            {
                planned.RemoveAt(index);
            }
            else
            {
                planned[index] = (fault, remaining - 1);
            }

            return fault;
        }
    }
}

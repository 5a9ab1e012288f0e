using Billing.Contracts;
using Billing.Contracts.Organizations;
using Billing.Domain.Organizations;
using Billing.Grains.Organizations;
using Billing.Grains.Tests.Organizations;
using Billing.Simulation.Tests.Plans;
using Billing.Simulation.Tests.Running;
using NodaTime;

namespace Billing.Simulation.Tests.World;

/// <summary>Somebody with an order and a key, who asks again until he knows, or gives up.</summary>
internal sealed class Client(History history, string name)
{
    private static readonly Duration[] Waits =
        [Duration.FromSeconds(2), Duration.FromSeconds(10), Duration.FromMinutes(1), Duration.FromMinutes(5), Duration.FromMinutes(15)];

    private readonly Lane lane = history.Scheduler.NewLane(name);

    /// <summary>Orders under way.</summary>
    public int Busy { get; private set; }

    /// <summary>Until its outcome is known; in real time customers give up at some point, with a test clock never.</summary>
    public void Do(Ordered order, int mostTries)
    {
        if (order.Key is not null) history.Auditor.Ordered.TryAdd(order.Key, order);
        Run(async process =>
        {
            var answer = await process.RequestAsync(on => on.ExecuteAsync(Envelope(on, order)));
            return history.Auditor.Answered(order, answer);
        }, mostTries);
    }

    public void Advance(Instant to, int mostTries) => Run(async process =>
    {
        var answer = await process.RequestAsync(on => on.AdvanceAsync(to));
        return answer is { Done: true, Error: null };
    }, mostTries);

    public void Create(OrganizationOrder order, int mostTries) => Run(async process => await process.RequestAsync(async on =>
    {
        await on.CreateAsync(order);
        return true;
    }), mostTries);

    private CommandEnvelope Envelope(OrganizationEngine on, Ordered order)
    {
        var token = order.Preview is null ? null : on.Preview(order.Preview).Token;
        return new(order.Command, Samples.Staff, order.Key is null || history.Bug == Bugs.Bug.KeyNotPassedOn ? null : new(order.Key, order.Input), token);
    }

    private void Run(Func<Process, Task<bool>> ask, int mostTries)
    {
        Busy++;
        lane.Post(() => _ = RunAsync());

        async Task RunAsync()
        {
            try
            {
                for (var tries = 0; tries < mostTries && !history.IsOver; tries++)
                {
                    if (await TryAsync(ask)) return;
                    await WaitAsync(tries < Waits.Length ? Waits[tries] : Duration.FromHours(1));
                }

                if (mostTries > Waits.Length * 4) history.Wrong($"{name} asked {mostTries} times and never knew");
            }
#pragma warning disable CA1031 // Whatever escapes is a finding.
            catch (Exception bug)
#pragma warning restore CA1031
            {
                history.Wrong($"{name}: {bug.Message}", bug);
            }
            finally
            {
                Busy--;
            }
        }
    }

    private async Task<bool> TryAsync(Func<Process, Task<bool>> ask)
    {
        try { return history.Route() is { } process && await ask(process); }
        catch (UnavailableException) { return false; }
    }

    private Task WaitAsync(Duration wait)
    {
        var done = new TaskCompletionSource();
        history.Scheduler.After(wait, lane, done.SetResult);
        return done.Task;
    }
}

/// <param name="Key">Null: repeating it changes nothing more.</param>
/// <param name="Input">What the key's hash of the input is made from.</param>
internal sealed record Ordered(OrganizationCommand Command, PreviewOrder? Preview, string? Key, string Input);

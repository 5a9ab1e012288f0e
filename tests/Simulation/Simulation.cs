using Billing.Domain.Organizations;
using Billing.Grains.Tests.Organizations;
using Billing.Simulation.Tests.Bugs;
using Billing.Simulation.Tests.Checking;
using Billing.Simulation.Tests.Plans;
using Billing.Simulation.Tests.Running;
using Billing.Simulation.Tests.World;
using NodaTime;

namespace Billing.Simulation.Tests;

/// <param name="Fingerprint">Of everything that happened, in its order: the same for the same seed.</param>
internal sealed record Outcome(Plan Plan, IReadOnlyList<string> Findings, ulong Fingerprint, IReadOnlyList<string>? Trace)
{
    public bool IsSound => Findings.Count == 0;
}

/// <summary>Carries a plan out, step by step, and looks at what is left when everything has come to rest.</summary>
internal sealed class Simulation
{
    private readonly History history;
    private readonly Client billing;
    private readonly Client people;
    private readonly Neighbor neighbor;
    private int serial;

    private Simulation(Plan plan, Bug bug, bool keepsTrace)
    {
        history = new(plan, bug, keepsTrace);
        billing = new(history, "customer");
        people = new(history, "people");
        neighbor = new(history);
    }

    public static Outcome Run(int seed, Bug bug = Bug.None, bool keepsTrace = false) => Run(PlanMaker.Of(seed), bug, keepsTrace);

    public static Outcome Run(Plan plan, Bug bug = Bug.None, bool keepsTrace = false)
    {
        var simulation = new Simulation(plan, bug, keepsTrace);
        simulation.RunAll();
        var history = simulation.history;
        return new(plan, history.Findings, history.Fingerprint, history.Trace);
    }

    private Duration Patience => history.Plan.OnTestClock ? Duration.FromDays(40) : Duration.FromDays(2);

    private int MostTries => history.Plan.OnTestClock ? 100 : 10;

    private bool OnTestClock => history.Plan.OnTestClock;

    private void RunAll()
    {
        try
        {
            billing.Create(Samples.Order(Samples.Start, OnTestClock ? Samples.Start : null), MostTries);
            Rest();
            foreach (var step in history.Plan.Steps)
            {
                if (history.IsOver) return;
                history.Start(step);
                Take(step);
                if (!step.Together) Rest();
            }

            Rest();
            if (!history.IsOver) new Ending(history).Check();
        }
#pragma warning disable CA1031 // Whatever escapes is a finding.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            history.Wrong(bug.Message, bug);
        }
    }

    /// <summary>Until whoever has ordered something knows, or has given up.</summary>
    private void Rest()
    {
        var until = history.Scheduler.Now + Patience;
        if (!history.Scheduler.Run(() => history.IsOver || billing.Busy + people.Busy + neighbor.Busy == 0, until)) history.Wrong("nobody is answered any more");
        if (!history.IsOver && history.Auditor.State is not null) history.Auditor.NothingVanished();
    }

    private void Take(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Order: Order(step); break;
            case StepKind.Wait: history.Scheduler.Run(() => history.IsOver, history.Scheduler.Now + Distance(step)); break;
            case StepKind.Advance:
                if (history.Auditor.State is { } state) billing.Advance(Instant.Max(state.TestClock!.Value, state.LastEventAt) + Distance(step), MostTries);
                break;
            case StepKind.Cardholder: Cardholder(step); break;
            case StepKind.Kill:
                foreach (var process in history.Processes.ToList())
                    if (step.Size % 3 == 0 || process.Slot == step.Which) history.End(process);
                break;
            case StepKind.Divide: history.Divided = step.Which > 0; break;
            case StepKind.Outage: history.Down((Peer)step.Which, step.Size < 45 ? Duration.FromMinutes(step.Size) : Duration.FromHours(step.Size - 30)); break;
            case StepKind.Skew: Skew(step); break;
            case StepKind.Hint: history.Webhooks.Forge(step.Which + step.Size); break;
            case StepKind.AskAgain: AskAgain(step); break;
            case StepKind.Neighbor: neighbor.Write(step.Which + 1); break;
            case StepKind.OlderRecords: history.Store.MakeOlder(Samples.Organization.Value, history.Scheduler.Random); break;
            default: throw new InvalidOperationException($"Nobody takes {step.Kind}.");
        }
    }

    private static Duration Distance(Step step) => step.Which switch
    {
        < 20 => Duration.FromMinutes(1 + step.Size),
        < 40 => Duration.FromHours(1 + step.Size),
        < 65 => Duration.FromDays(1 + (step.Size % 5)),
        < 90 => Duration.FromDays(20 + (step.Size % 16)),
        _ => Duration.FromDays(60 + step.Size),
    };

    private void Order(Step step)
    {
        if (history.Auditor.State is not { } state) return;
        var now = OnTestClock ? Instant.Max(state.TestClock!.Value, state.LastEventAt) : history.Scheduler.Now;
        if (Orders.Make(step.Which, step.Size, state, now) is not { } made) return;
        var order = new Ordered(made.Command, made.Preview, HasKey(made.Command) ? $"key_{++serial}" : null, made.Command.ToString()!);
        (step.Which >= Orders.FirstOfPeople ? people : billing).Do(order, MostTries);
    }

    /// <summary>As the API has it: repeating the others changes nothing more.</summary>
    private static bool HasKey(OrganizationCommand command) => command is not (UpdateMember or RemoveMember or RecordSignIn or RemoveSeason);

    /// <summary>In the browser: he confirms or fails to, and the browser says so, or is closed first.</summary>
    private void Cardholder(Step step)
    {
        if (!history.Stripe.Intents.Any(intent => intent.Status == Domain.Payments.IntentStatus.RequiresAction)) return;
        history.CardholderActed(step.Which != 0);
        if (step.Size % 2 == 0 || history.Auditor.State!.OpenInvoices.FirstOrDefault(invoice => invoice.Payment.AwaitsCardholder) is not { } waiting) return;
        billing.Do(new(new ConfirmPayment(waiting.NumberText), null, $"key_{++serial}", "confirm"), MostTries);
    }

    private void Skew(Step step)
    {
        if (history.Route() is not { } process) return;
        process.Skew = step.Which switch
        {
            // Organizations on test clocks are exempt from the guard (D6), and their look-ups at the provider would wait for that year.
            0 when !OnTestClock => Duration.FromDays(365),
            1 => Duration.FromHours(1),
            2 => Duration.FromHours(-1),
            3 when !OnTestClock => Duration.FromDays(-400),
            4 => Duration.FromMinutes(4),
            _ => Duration.FromMinutes(-4),
        };
        var until = history.Scheduler.Now + Duration.FromMinutes(10 + step.Size);
        history.Later(until - history.Scheduler.Now, () => process.Skew = Duration.Zero);
        process.Wake();
    }

    /// <summary>Keys that cost no money are forgotten after 30 days (D4).</summary>
    private bool IsKept(string key) => history.Auditor.State!.Keys.GetValueOrDefault(key) is { } use
        && (use.Forever || use.At + Duration.FromDays(25) > Instant.Max(history.Auditor.State.LastEventAt, OnTestClock ? Instant.MinValue : history.Scheduler.Now));

    /// <summary>A key again: the same answer; with other input a refusal.</summary>
    private void AskAgain(Step step)
    {
        var known = history.Auditor.Orders.Values.Where(order => IsKept(order.Key!)).ToList();
        if (known.Count == 0) return;
        var old = known[step.Size % known.Count];
        if (step.Which == 0) people.Do(new(new UpdateOrganization("Other input", null), null, old.Key, "other"), MostTries);
        else billing.Do(old, MostTries);
    }
}

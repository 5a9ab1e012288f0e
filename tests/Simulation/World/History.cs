using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Organizations;
using Billing.Grains.Organizations;
using Billing.Grains.Tests.Organizations;
using Billing.Grains.Tests.Organizations.Fakes;
using Billing.Simulation.Tests.Bugs;
using Billing.Simulation.Tests.Checking;
using Billing.Simulation.Tests.Plans;
using Billing.Simulation.Tests.Running;
using NodaTime;
using Fault = Billing.Simulation.Tests.Plans.Fault;

namespace Billing.Simulation.Tests.World;

/// <summary>One seed's world: what outlives processes, the processes, and those who call them.</summary>
internal sealed class History
{
    private const int Slots = 2;

    private readonly Lane lane;
    private readonly SettableClock providerClock;
    private readonly Process?[] processes = new Process?[Slots];
    private readonly Dictionary<Peer, Instant> downUntil = [];
    private readonly List<string> wrong = [];
    private readonly Dictionary<int, Fault> faults = [];
    private OrganizationState? snapshot;
    private ulong fingerprint = 14695981039346656037;
    private long reserved;
    private int home;
    private int rows;
    private int numbers;
    private int calls;

    public History(Plan plan, Bug bug, bool keepsTrace)
    {
        (Plan, Bug) = (plan, bug);
        Trace = keepsTrace ? [] : null;
        Scheduler = new(Samples.Start, plan.Seed);
        lane = Scheduler.NewLane("world");
        providerClock = new(Samples.Start);
        Scheduler.Ticked = now => providerClock.Now = now;
        Bank = new(plan.Seed, invoice => Auditor!.State?.FindInvoice(invoice.InvoiceNumber));
        Webhooks = new(this);
        Stripe = new(providerClock) { Bank = intent => Bank.Word(this, intent), Moved = intent => Webhooks.Tell(intent) };
        Auditor = new(this);
        Store.Committed = Auditor.Read;
        Doorbells = new(this);
        Subscribers = [new(this, all: false), new(this, all: true)];
        for (var slot = 0; slot < Slots; slot++) Begin(slot);
    }

    public Plan Plan { get; }

    public Bug Bug { get; }

    public Scheduler Scheduler { get; }

    public Store Store { get; } = new();

    public Bank Bank { get; }

    public FakeStripe Stripe { get; }

    public Webhooks Webhooks { get; }

    public Doorbells Doorbells { get; }

    public Auditor Auditor { get; }

    public HashSet<MailId> Delivered { get; } = [];

    public CountingIds Ids { get; } = new();

    public PreviewTokens Tokens { get; } = new(new Samples.Deployment());

    public IReadOnlyList<Subscriber> Subscribers { get; }

    /// <summary>What webhooks said last of an intent, for whoever believes them.</summary>
    public Dictionary<string, FakeIntent> Heard { get; } = [];

    /// <summary>Keys under which a call timed out, for whoever takes another then.</summary>
    public Dictionary<string, int> TimedOut { get; } = [];

    /// <summary>Public numbers lost, for whoever takes them from a sequence of the database.</summary>
    public long Skipped { get; set; }

    /// <summary>Orders go to either process.</summary>
    public bool Divided { get; set; }

    /// <summary>Everything that was found wrong; the history ends with the first.</summary>
    public IReadOnlyList<string> Findings => wrong;

    public bool IsOver => wrong.Count > 0;

    /// <summary>Of all calls in their order, with their instants.</summary>
    public ulong Fingerprint => fingerprint;

    public List<string>? Trace { get; }

    public IEnumerable<Process> Processes => processes.OfType<Process>();

    /// <summary>Another number each time.</summary>
    public int Next() => ++numbers;

    public int Luck(int least, int most) => Scheduler.Random.Next(least, most + 1);

    public void Later(Duration wait, Action run) => Scheduler.After(wait, lane, run);

    public void Wrong(string what, Exception? exception = null)
    {
        Note($"WRONG {what}");
        wrong.Add(exception is null || Trace is null ? what : $"{what}\n{exception}");
    }

    public void Note(string what)
    {
        unchecked
        {
            fingerprint = (fingerprint ^ (ulong)Scheduler.Now.ToUnixTimeTicks()) * 1099511628211;
            foreach (var letter in what) fingerprint = (fingerprint ^ letter) * 1099511628211;
        }

        Trace?.Add($"{Scheduler.Now:uuuu-MM-dd HH:mm:ss.fff} {what}");
    }

    /// <summary>A step begins: its luck, and what goes wrong in it.</summary>
    public void Start(Step step)
    {
        Scheduler.Random = new(step.Luck);
        calls = 0;
        faults.Clear();
        foreach (var (call, fault) in step.Faults) faults[call] = fault;
        Note(step.ToString());
    }

    public Fault? NextFault(string what)
    {
        var fault = faults.TryGetValue(calls++, out var planned) ? planned : (Fault?)null;
        Note(fault is null ? what : $"{what} !{fault}");
        return fault;
    }

    /// <summary>Nothing goes wrong from here on.</summary>
    public void Calm()
    {
        faults.Clear();
        downUntil.Clear();
        Divided = false;
        foreach (var process in Processes) process.Skew = Duration.Zero;
        Doorbells.Changed();
    }

    public bool IsDown(Peer peer) => downUntil.TryGetValue(peer, out var until) && Scheduler.Now < until;

    public void Down(Peer peer, Duration howLong)
    {
        downUntil[peer] = Scheduler.Now + howLong;
        if (peer != Peer.Doorbell) return;
        Doorbells.Changed();
        Later(howLong, Doorbells.Changed);
    }

    /// <summary>The process that a call goes to; null where none is there.</summary>
    public Process? Route() => Divided && processes.All(process => process is not null) ? processes[Luck(0, Slots - 1)] : processes[home] ?? processes[1 - home];

    /// <summary>A process ends as by kill -9, and another takes its place after a while.</summary>
    public void End(Process process)
    {
        if (process.Lane.IsDead) return;
        Note($"end of process {process.Slot}");
        process.Kill();
        processes[process.Slot] = null;
        if (home == process.Slot && processes[1 - home] is not null) home = 1 - home;
        Later(Duration.FromSeconds(Luck(1, 40)), () => Begin(process.Slot));
    }

    /// <summary>A process stands still: calls go elsewhere, and what is due is done there.</summary>
    public void TakeOverFrom(Process process)
    {
        var other = processes[1 - process.Slot];
        if (other is null) return;
        home = other.Slot;
        Later(Duration.FromMilliseconds(Luck(1, 8_000)), () => other.Wake());
    }

    /// <summary>The cardholder answers his bank.</summary>
    public void CardholderActed(bool confirms)
    {
        Note($"cardholder {confirms}");
        Cardholders.Add((Auditor.Facts.Count, confirms));
        Stripe.Cardholder(confirms);
    }

    /// <summary>What cardholders did, and how many events were written then.</summary>
    public List<(int After, bool Confirms)> Cardholders { get; } = [];

    /// <summary>A number that is given before the commit, as an identity column gives it.</summary>
    public long Reserve(int count)
    {
        reserved = Math.Max(reserved, Store.Head) + count;
        return reserved - count + 1;
    }

    /// <summary>The sweep wakes whoever is due by his row, until his row says otherwise (D5).</summary>
    public void Sweep(OrganizationRow row)
    {
        var mine = ++rows;
        if (RowWriter.Earlier(row.NextDueAt, row.NextEffectAt) is { } at) Look(Instant.Max(at, Scheduler.Now) - Scheduler.Now + Duration.FromMinutes(1), 1);

        void Look(Duration wait, int minutes) => Later(wait, () =>
        {
            if (mine != rows) return;
            Route()?.Wake();
            Look(Duration.FromMinutes(minutes), Math.Min(minutes * 2, 300));
        });
    }

    public void Snapshot(OrganizationState state)
    {
        if (snapshot is null || state.Sequence >= snapshot.Sequence + 25) snapshot = state;
    }

    public OrganizationState? TakeSnapshot() => Luck(0, 4) == 0 && Bug != Bug.OnlyTheSnapshotRead ? null : snapshot;

    /// <summary>The place in the feed of one of our organization's events; 0 where there is none.</summary>
    public long PositionOf(long sequence) => Auditor.Positions is var all && sequence >= 1 && sequence <= all.Count ? all[(int)sequence - 1] : 0;

    /// <summary>A mistaken gateway hands on what a ring says, as if it were the event.</summary>
    public void PassOn(Process process, OrganizationId organization, long sequence)
    {
        var record = Store.Feed.FirstOrDefault(record => record.Stream == organization.Value && record.PublicSequence == sequence);
        if (record is null || Subscribers[0].On != process || organization != Samples.Organization) return;
        Subscribers[0].See(new(organization, sequence, record.At, record.Actor, JournalMapping.Read(record).Event, record.Position));
    }

    private void Begin(int slot)
    {
        var process = new Process(this, slot);
        processes[slot] = process;
        foreach (var subscriber in Subscribers ?? [])
        {
            if (subscriber.On is null or { Lane.IsDead: true }) Later(Duration.FromMilliseconds(Luck(1, 500)), () => Connect(subscriber));
        }

        // The sweep looks once at start: what is due wakes whoever is at home.
        if (slot == home) Later(Duration.FromSeconds(Luck(1, 10)), () => Route()?.Wake());
    }

    private void Connect(Subscriber subscriber)
    {
        if (subscriber.On is { Lane.IsDead: false }) return;
        if (Processes.FirstOrDefault() is { } process) subscriber.Connect(process);
    }
}

using Billing.Contracts.Organizations;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Grains.Journal;
using Billing.Grains.Organizations;
using Billing.Grains.Tests.Organizations;
using Billing.Grains.Tests.Organizations.Fakes;
using Billing.Simulation.Tests.World;
using NodaTime;
using ErrorCode = Billing.Domain.Organizations.ErrorCode;

namespace Billing.Simulation.Tests.Checking;

/// <summary>Reads every commit as it is written, believes no process, and holds it against the provider's ledger and the rules.</summary>
internal sealed class Auditor
{
    private readonly History history;
    private readonly MoneyRules money;
    private readonly AccessWatch access;
    private readonly Dictionary<string, (int? Invoice, string? Member, string? Season)> acknowledged = [];
    private readonly List<long> positions = [];
    private readonly List<RecordedEvent> facts = [];
    private Instant startedAt;

    public Auditor(History history)
    {
        this.history = history;
        money = new(history);
        access = new(history);
    }

    /// <summary>As the journal has it; null before the organization is created.</summary>
    public OrganizationState? State { get; private set; }

    /// <summary>Every event of ours, in order.</summary>
    public IReadOnlyList<RecordedEvent> Facts => facts;

    /// <summary>Of our published events: their places in the feed.</summary>
    public IReadOnlyList<long> Positions => positions;

    /// <summary>Mails queued by events.</summary>
    public List<Domain.Mail.QueuedMail> Mails { get; } = [];

    /// <summary>Whatever was ordered, by key, the first order where there were several.</summary>
    public Dictionary<string, Ordered> Ordered { get; } = [];

    /// <summary>Orders that were accepted, by key, with what was ordered.</summary>
    public Dictionary<string, Ordered> Orders { get; } = [];

    public void Read(JournalAppend append, IReadOnlyList<JournalRecord> written)
    {
        if (append.Stream != Samples.Organization.Value) return;
        var before = State;
        var first = facts.Count;
        try
        {
            foreach (var record in written) Take(record);
        }
#pragma warning disable CA1031 // What does not fold is a finding.
        catch (Exception damage)
#pragma warning restore CA1031
        {
            history.Wrong($"what was written does not follow: {damage.Message}", damage);
            return;
        }

        var fresh = facts.GetRange(first, facts.Count - first);
        history.Note($"{string.Join('+', fresh.Select(fact => fact.Event.GetType().Name))} {State!.Sequence}");
        if (fresh.Count(fact => fact.Event is MailQueued) != append.Changes.Mail.Count) history.Wrong("mails and their rows differ");
        history.Sweep(append.Changes.Organization!);
        money.Check(before, State!, fresh);
        Locks(fresh);
        Tiles(before, State!, fresh);
        access.Follow(State!, fresh);
    }

    /// <summary>A confirmation reaches the bank: of an intent that stands in the journal, for an attempt that does.</summary>
    public void Confirming(FakeIntent intent, Invoice? invoice) => money.Confirming(intent, invoice);

    /// <summary>A caller has his answer.</summary>
    /// <returns>Whether he knows what he asked for.</returns>
    public bool Answered(Ordered order, CommandAnswer answer)
    {
        var state = State!;
        history.Note($"answer {order.Key ?? order.Input} {answer.Error?.Code}");
        var told = answer.Reading.State;
        if (told.Sequence > facts.Count || facts[(int)told.Sequence - 1].At != told.LastEventAt)
            history.Wrong($"{order.Key} was answered from what is not written");
        Open(answer.Reading);
        if (order.Key is null) return true;
        var used = state.Keys.GetValueOrDefault(order.Key);
        if (answer.Error?.Code == ErrorCode.IdempotencyKeyReused)
        {
            if (used is null || used.InputHash == order.Input) history.Wrong($"{order.Key} is said to be used for other input");
            return true;
        }

        if (used is null)
        {
            if (answer.Error is null) history.Wrong($"{order.Key} was acknowledged and is not written");
            if (acknowledged.ContainsKey(order.Key)) history.Wrong($"{order.Key} was acknowledged and has vanished");
            return true;
        }

        if (used.InputHash != order.Input) history.Wrong($"{order.Key} was used with other input, and answered");
        var said = (answer.InvoiceNumber, answer.MemberId?.Value, answer.SeasonId?.Value);
        if (acknowledged.TryGetValue(order.Key, out var earlier) && earlier != said) history.Wrong($"{order.Key} was answered {earlier}, and then {said}");
        if (said.InvoiceNumber != used.InvoiceNumber || said.Item2 != used.MemberId?.Value || said.Item3 != used.SeasonId?.Value)
            history.Wrong($"{order.Key} was answered {said}, written is {used}");
        acknowledged[order.Key] = said;
        Orders[order.Key] = order;
        return answer.Error?.Code != ErrorCode.PaymentPending;
    }

    /// <summary>Whatever was acknowledged is still there.</summary>
    public void NothingVanished()
    {
        foreach (var (key, said) in acknowledged)
        {
            if (State!.Keys.GetValueOrDefault(key) is not { } use)
            {
                var fact = facts.Select(recorded => recorded.Event).OfType<KeyUsed>().LastOrDefault(used => used.KeyHash == key);
                if (fact is null || fact.Use.Forever || fact.Use.At + Duration.FromDays(30) > State.LastEventAt) history.Wrong($"{key} was acknowledged and has vanished");
                continue;
            }

            if (use.InvoiceNumber != said.Invoice) history.Wrong($"{key} was answered {said}, and is {use} now");
        }
    }

    private void Take(JournalRecord record)
    {
        if (record.Sequence != facts.Count + 1) history.Wrong($"sequence {record.Sequence} stands at {facts.Count + 1}");
        if (record.PublicSequence is { } number)
        {
            if (number != positions.Count + 1) history.Wrong($"public sequence {number} stands at {positions.Count + 1}");
            positions.Add(record.Position ?? 0);
        }

        var fact = JournalMapping.Read(record);
        if (fact.Event is PublishedEvent != record.PublicSequence is not null) history.Wrong($"{record.Kind} has the public number {record.PublicSequence}");
        if (State is { } state && fact.At < state.LastEventAt) history.Wrong("time runs backwards");
        if (!history.Plan.OnTestClock && fact.At > history.Scheduler.Now + Duration.FromMinutes(6))
            history.Wrong($"{record.Kind} is of {fact.At}, now it is {history.Scheduler.Now}");
        State = State is null ? OrganizationFold.Start(fact) : OrganizationFold.Apply(State, fact);
        facts.Add(fact);
        if (fact.Event is ContractStarted) startedAt = fact.At;
        if (fact.Event is MailQueued queued) Mails.Add(queued.Mail);
        if (State.TestClock is { } clock && fact.Event is TestClockAdvanced && fact.At > clock) history.Wrong("the clock ran ahead");
    }

    /// <summary>Never locked before 72 hours (A2).</summary>
    private void Locks(IReadOnlyList<RecordedEvent> fresh)
    {
        foreach (var fact in fresh)
        {
            if (fact.Event is not AccountStatusChanged { After: AccountState.BillingOnly, Reason: StatusReason.PaymentDeclined }) continue;
            var failed = State!.OpenInvoices.Where(invoice => invoice.OnDecline == DeclineRule.Dunning).Min(invoice => invoice.FailedAt);
            if (failed is null || fact.At < failed + Duration.FromHours(72)) history.Wrong($"locked at {fact.At}, failed at {failed}");
        }
    }

    /// <summary>Never open after 72 hours, unless the outcome of a payment is not known (A2, A61).</summary>
    private void Open(OrganizationReading reading)
    {
        if (reading.Status.State is not (AccountState.Active or AccountState.PastDue)) return;
        // What an earlier contract left unpaid for a period that was used stays owed, and locks nothing (A38).
        var late = reading.State.OpenInvoices.FirstOrDefault(invoice => invoice.OnDecline == DeclineRule.Dunning && invoice.IssuedAt >= startedAt
            && invoice.FailedAt + Duration.FromHours(72) <= reading.Now);
        if (late is not null && !reading.State.OpenInvoices.Any(invoice => invoice.Payment.IsUnsettled))
            history.Wrong($"open at {reading.Now}, and invoice {late.NumberText} failed at {late.FailedAt}");
    }

    private void Tiles(OrganizationState? before, OrganizationState after, IReadOnlyList<RecordedEvent> fresh)
    {
        var sum = after.Credit.Entries.Aggregate(Domain.Money.Zero(after.Currency), (total, entry) => total + entry.Amount);
        if (sum != after.Credit.Balance) history.Wrong($"the balance is {after.Credit.Balance}, its entries come to {sum}");
        if (before?.Contract is not { } was || !fresh.Any(fact => fact.Event is PeriodStarted)) return;
        var now = after.Contract!;
        if (was.Anchor == now.Anchor && now.CurrentPeriod.Start != was.CurrentPeriod.End && fresh.Count(fact => fact.Event is PeriodStarted) == 1)
            history.Wrong($"a period that ended on {was.CurrentPeriod.End} is followed by one from {now.CurrentPeriod.Start}");
    }
}

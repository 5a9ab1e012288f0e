using System.Collections.Immutable;
using Billing.Contracts.Organizations;
using Billing.Domain;
using Billing.Domain.Organizations;
using Billing.Domain.Tax;
using Billing.Grains.Organizations;
using Billing.Grains.Tests.Organizations;
using Billing.Grains.Tests.Organizations.Fakes;
using Billing.Simulation.Tests.World;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Billing.Simulation.Tests.Checking;

/// <summary>The accepted orders once more, one after the other, where nothing ever goes wrong: with a test clock the books must be the same to the second.</summary>
internal sealed class FaultFree
{
    private const int MostTries = 60;

    private readonly History history;
    private readonly SettableClock clock = new(Samples.Start);
    private readonly FaultPlan nothing = new();
    private readonly MemoryJournal journal;
    private readonly FakeStripe stripe;
    private readonly OrganizationEngine engine;
    private readonly Dictionary<SeasonId, SeasonId> seasons = [];

    public FaultFree(History history)
    {
        this.history = history;
        var bank = new Bank(history.Plan.Seed, _ => null);
        stripe = new(clock) { Bank = intent => bank.Word(intent.Metadata.InvoiceNumber) };
        journal = new(nothing);
        var mail = new FakeMail(nothing);
        var settings = new Samples.Deployment();
        engine = new(
            new(journal, new FaultyProvider(stripe, nothing), settings, history.Tokens, Samples.Catalog, new(30), ContractTax.Instance, new CountingIds(), clock, mail, mail,
                "pk_test", NullLogger<OrganizationBook>.Instance), Samples.Organization);
    }

    private OrganizationState State => engine.Book.Committed;

    private Instant Now => Instant.Max(State.TestClock!.Value, State.LastEventAt);

    public void Check()
    {
        // Nothing here waits for anybody: what is not done when it returns never will be.
        var replay = ReplayAsync();
        if (!replay.IsCompleted) throw new InvalidOperationException("The replay waits.");
        replay.GetAwaiter().GetResult();
        var expected = Ledger.Of(State, journal.Records(Samples.Organization.Value).Select(JournalMapping.Read));
        var real = Ledger.Of(history.Auditor.State!, history.Auditor.Facts);
        if (expected.SequenceEqual(real)) return;
        var lost = expected.Except(real).Take(3).Select(line => $"\n  - {line}");
        var gained = real.Except(expected).Take(3).Select(line => $"\n  + {line}");
        history.Wrong($"other books than without faults:{string.Concat(lost)}{string.Concat(gained)}");
    }

    private async Task ReplayAsync()
    {
        await engine.Book.OpenAsync(null, CancellationToken.None);
        await engine.CreateAsync(Samples.Order(Samples.Start, Samples.Start));
        var cardholders = new Queue<(int After, bool Confirms)>(history.Cardholders);
        OrganizationState? before = null;
        foreach (var fact in history.Auditor.Facts)
        {
            while (cardholders.TryPeek(out var next) && next.After < fact.Sequence) stripe.Cardholder(cardholders.Dequeue().Confirms);
            if (before is not null) await FollowAsync(before, fact);
            before = before is null ? OrganizationFold.Start(fact) : OrganizationFold.Apply(before, fact);
        }

        while (cardholders.TryDequeue(out var late)) stripe.Cardholder(late.Confirms);
        foreach (var waiting in State.OpenInvoices.Where(invoice => invoice.Payment.AwaitsCardholder).ToList()) await engine.LookAtAsync(waiting.Payment.IntentId!);
        await SettleAsync();
    }

    private Task FollowAsync(OrganizationState before, RecordedEvent fact) => fact.Event switch
    {
        KeyUsed used when history.Auditor.Ordered.TryGetValue(used.KeyHash, out var order) => OrderAsync(order, used.Use.SeasonId, fact.At),
        TestClockAdvanced e => AdvanceAsync(e.To),
        MemberUpdated { Member: var member } => OrderAsync(
            new(new UpdateMember(
                member.Id, member.Name, member.Email, member.Type, member.Seasons, [.. member.Permissions], member.PermissionSet), null, null, ""), null, fact.At),
        MemberRemoved e => OrderAsync(new(new RemoveMember(e.Id), null, null, ""), null, fact.At),
        SeasonRemoved e => OrderAsync(new(new RemoveSeason(e.Id), null, null, ""), null, fact.At),
        MemberActivated e => OrderAsync(new(new RecordSignIn(e.Id), null, null, ""), null, fact.At),
        AttemptSettled e when before.Invoice(e.Number).Payment.AwaitsCardholder => LookAsync(e.Number, fact.At),
        _ => Task.CompletedTask,
    };

    private async Task OrderAsync(Ordered order, SeasonId? season, Instant at)
    {
        if (at > Now) await AdvanceAsync(at);
        var command = Mapped(order.Command);
        CommandAnswer answer;
        var tries = 0;
        do
        {
            var token = order.Preview is null ? null : engine.Preview(order.Preview).Token;
            answer = await engine.ExecuteAsync(new(command, Samples.Staff, order.Key is null ? null : new(order.Key, order.Input), token));
            if (answer.Error?.Code == Domain.Organizations.ErrorCode.PaymentPending) clock.Now += Duration.FromMinutes(1);
        }
        while (answer.Error?.Code == Domain.Organizations.ErrorCode.PaymentPending && tries++ < MostTries);
        if (season is { } known && answer.SeasonId is { } made) seasons[known] = made;
    }

    /// <summary>In one jump, or on a walk, by seed: where the history jumped, a walk comes to the same, and the other way round (P16).</summary>
    private async Task AdvanceAsync(Instant to)
    {
        var (from, stops) = (Now, history.Plan.Seed % 2 == 0 ? 1 : 4);
        for (var stop = 1; stop <= stops; stop++) await ArriveAsync(stop == stops ? to : from + ((to - from) * stop / stops));
    }

    private async Task ArriveAsync(Instant to)
    {
        for (var tries = 0; tries < MostTries && await engine.AdvanceAsync(to) is not { Done: true, Error: null }; tries++) clock.Now += Duration.FromMinutes(1);
    }

    private async Task LookAsync(int number, Instant at)
    {
        if (at > Now) await AdvanceAsync(at);
        if (number > State.Invoices.Count || State.Invoice(number).Payment.IntentId is not { } intent) return;
        await engine.LookAtAsync(intent);
    }

    private async Task SettleAsync()
    {
        for (var tries = 0; tries < MostTries && State.OpenInvoices.Any(invoice => invoice.Payment.IsUnsettled); tries++)
        {
            clock.Now += Duration.FromMinutes(1);
            await engine.CatchUpAsync(OrganizationEngine.EntriesPerTurn);
        }
    }

    /// <summary>Seasons have other ids here.</summary>
    private OrganizationCommand Mapped(OrganizationCommand command) => command switch
    {
        AddMember c => c with { SeasonIds = Mapped(c.SeasonIds) },
        UpdateMember { SeasonIds: { } ids } c => c with { SeasonIds = Mapped(ids) },
        SetSeason { SeasonId: { } id } c => c with { SeasonId = seasons.GetValueOrDefault(id, id) },
        RemoveSeason c => c with { SeasonId = seasons.GetValueOrDefault(c.SeasonId, c.SeasonId) },
        _ => command,
    };

    private ImmutableArray<SeasonId> Mapped(ImmutableArray<SeasonId> ids) => [.. ids.Select(id => seasons.GetValueOrDefault(id, id))];
}

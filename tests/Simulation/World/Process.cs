using Billing.Contracts.ReadModel;
using Billing.Contracts;
using Billing.Domain;
using Billing.Domain.Payments;
using Billing.Domain.Tax;
using Billing.Grains.Events;
using Billing.Grains.Journal;
using Billing.Grains.Organizations;
using Billing.Grains.Tests.Organizations;
using Billing.Simulation.Tests.Bugs;
using Billing.Simulation.Tests.Running;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Billing.Simulation.Tests.World;

/// <summary>One process: the real engine and the real hub, and around them what the grain does: turns one after the other, wake-ups, mail beside them.
/// A failed append ends the activation, and the next call makes another from the journal (D2).</summary>
internal sealed class Process : IClock
{
    private static readonly EventHubOptions HubOptions = new() { Recent = 8, Poll = TimeSpan.FromHours(9), PollUnwell = TimeSpan.FromMinutes(30) };

    private readonly TurnGate gate = new();
    private readonly List<Action> pending = [];
    private readonly ClockGuard guard;
    private readonly EngineServices services;
    private OrganizationEngine? engine;
    private int timer;
    private int mailTimer;
    private bool isSending;

    public Process(History history, int slot)
    {
        (History, Slot) = (history, slot);
        Lane = history.Scheduler.NewLane($"process {slot}");
        var time = new LaneTime(history.Scheduler, Lane);
        var wire = new Wire(history, this);
        IJournal journal = Planted.Journal(history, this, new ProcessJournal(history.Store, wire), wire);
        IPaymentProvider provider = Planted.Provider(history, new ProcessProvider(history.Stripe, wire));
        var mail = new ProcessMail(history.Delivered, wire);
        guard = new(this, time);
        Lane.Enter(() => Hub = new(Planted.Reads(history, new JournalEventReads(journal, NullLogger<JournalEventReads>.Instance)), time, HubOptions, history.Doorbells.Of(this)));
        services = new(
            journal, provider, new Samples.Deployment(), history.Tokens, Samples.Catalog, new(30), ContractTax.Instance, Planted.Ids(history),
            this, mail, Planted.Mail(history, mail), "pk_test", NullLogger<OrganizationBook>.Instance)
        {
            Guard = history.Bug == Bug.ClockGuardMissing ? null : guard,
            Events = Hub,
        };
    }

    public History History { get; }

    public int Slot { get; }

    public Lane Lane { get; }

    public EventHub Hub { get; private set; } = null!;

    /// <summary>How far the wall clock is ahead.</summary>
    public Duration Skew { get; set; }

    public Instant GetCurrentInstant() => History.Scheduler.Now + Skew;

    public void Kill()
    {
        Lane.Kill();
        Hub.Dispose();
        foreach (var end in pending.ToList()) end();
    }

    /// <summary>A caller's request: an answer, or UNAVAILABLE where this process cannot give one.</summary>
    public Task<T> RequestAsync<T>(Func<OrganizationEngine, Task<T>> work)
    {
        var done = new TaskCompletionSource<T>();
        void Reset() => History.Later(Duration.FromMilliseconds(100), () => done.TrySetException(new UnavailableException("The connection was reset.")));
        pending.Add(Reset);
        Lane.Post(() => _ = AnswerAsync());
        return done.Task;

        async Task AnswerAsync()
        {
            try { done.TrySetResult(await TurnAsync(work)); }
            catch (UnavailableException unavailable) { done.TrySetException(unavailable); }
            finally { pending.Remove(Reset); }
        }
    }

    /// <summary>The sweep, a reminder, or a webhook, which is no more than a hint.</summary>
    public void Wake(string? paymentIntentId = null) => Lane.Post(() => _ = QuietlyAsync(async on =>
    {
        if (on.Book.State is not { } before) return true;
        if (paymentIntentId is not null) await on.LookAtAsync(paymentIntentId);
        await on.CatchUpAsync(OrganizationEngine.EntriesPerTurn);
        if (on.Book.Committed.Sequence == before.Sequence) await on.Book.RequireCurrentAsync();
        return true;
    }));

    private async Task QuietlyAsync(Func<OrganizationEngine, Task<bool>> work)
    {
        try { await TurnAsync(work); }
        catch (UnavailableException) { }
    }

    private Task<T> TurnAsync<T>(Func<OrganizationEngine, Task<T>> work) => gate.RunAsync(async () =>
    {
        try
        {
            return await work(await OpenAsync());
        }
        catch (BookClosedException closed)
        {
            engine = null;
            throw new UnavailableException(closed.Message);
        }
        catch (ProviderUnavailableException unavailable)
        {
            throw new UnavailableException(unavailable.Message);
        }
        catch (JournalUnavailableException unavailable)
        {
            throw new UnavailableException(unavailable.Message);
        }
#pragma warning disable CA1031 // Any other exception is a finding.
        catch (Exception bug) when (bug is not UnavailableException)
#pragma warning restore CA1031
        {
            engine = null;
            History.Wrong($"a turn ended in {bug.GetType().Name}: {bug.Message}", bug);
            throw new UnavailableException(bug.Message);
        }
        finally
        {
            engine?.Book.TakePublished();
            Plan();
        }
    });

    private async Task<OrganizationEngine> OpenAsync()
    {
        if (engine is { Book.IsClosed: false }) return engine;
        var made = new OrganizationEngine(services, Samples.Organization);
        await made.Book.OpenAsync(History.TakeSnapshot(), CancellationToken.None);
        return engine = made;
    }

    private void Plan()
    {
        if (engine?.Book is not { State: { } state, IsClosed: false } book)
        {
            (timer, mailTimer) = (timer + 1, mailTimer + 1);
            return;
        }

        History.Snapshot(state);
        var due = RowWriter.Earlier(RowWriter.NextDueAt(state, book.RealNow), PaymentProtocol.NextAt(state, book.RealNow));
        Set(due, book, ++timer, () => timer, () => _ = QuietlyAsync(on => on.CatchUpAsync(OrganizationEngine.EntriesPerTurn)));
        if (!isSending) Set(RowWriter.NextMailAt(state, book.RealNow), book, ++mailTimer, () => mailTimer, () => _ = SendMailAsync());
    }

    /// <summary>A timer of the activation; one that is lost is made up for by the sweep (D5).</summary>
    private void Set(Instant? at, OrganizationBook book, int version, Func<int> current, Action tick)
    {
        if (at is not { } next) return;
        var wait = Instant.Max(next, book.RealNow) - book.RealNow;
        if (!book.WallClockAgrees) wait = Duration.Max(wait, Duration.FromMinutes(1));
        wait += History.Luck(0, 19) == 0 ? Duration.FromSeconds(60) : Duration.FromMilliseconds(History.Luck(0, 50));
        History.Scheduler.After(wait, Lane, () =>
        {
            if (version == current()) tick();
        });
    }

    /// <summary>Mail goes out beside the turns; only what came of it is written in one.</summary>
    private async Task SendMailAsync()
    {
        if (isSending || engine is not { Book: { IsClosed: false, State: not null } } sender) return;
        isSending = true;
        try
        {
            for (var more = true; more && await sender.Mails.SendAsync() is { } batch; more = batch.MayBeMore)
            {
                await TurnAsync(async on =>
                {
                    if (on != sender) throw new UnavailableException("Another activation sends these again: each mail keeps its id.");
                    await on.Mails.RecordAsync(batch);
                    return true;
                });
            }
        }
        catch (UnavailableException) { }
#pragma warning disable CA1031 // Any other exception is a finding.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            History.Wrong($"sending mail ended in {bug.GetType().Name}: {bug.Message}", bug);
        }
        finally
        {
            isSending = false;
            Plan();
        }
    }
}

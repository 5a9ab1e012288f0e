using Billing.Contracts.ReadModel;
using Billing.Contracts;
using Billing.Contracts.Organizations;
using Billing.Domain;
using Billing.Domain.Organizations;
using Billing.Domain.Storage;
using NodaTime;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Billing.Grains.Organizations;

/// <summary>Lends turns to one organization's engine, and sees to it that it wakes up when something is due. Decides nothing.</summary>
public sealed class OrganizationGrain(EngineServices services, SnapshotStore snapshots) : Grain, IOrganizationGrain, IRemindable
{
    private static readonly Duration BetweenReadings = Duration.FromMinutes(1);

    private const int EventsPerSnapshot = 200;

    private readonly TurnGate gate = new();
    private OrganizationEngine engine = null!;
    private WakeUps wakeUps = null!;
    private string? snapshotTag;
    private long snapshotSequence;
    private Instant? quarantinedAt;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var id = new OrganizationId(this.GetPrimaryKeyString());
        engine = new(services, id);
        wakeUps = new(this, services, TickAsync, SendMailAsync);
        var (snapshot, tag) = await snapshots.ReadAsync(this.GetGrainId());
        try
        {
            await engine.Book.OpenAsync(snapshot, cancellationToken);
        }
        catch (QuarantinedException reason)
        {
            quarantinedAt = services.Clock.GetCurrentInstant();
            services.Log.Quarantined(id, reason.Message);
            return;
        }
        catch (JournalUnavailableException)
        {
            throw GrainFailures.Unavailable;
        }

        (snapshotTag, snapshotSequence) = (tag, snapshot?.Sequence ?? 0);
        wakeUps.Plan(engine.Book);
    }

    public Task<Immutable<OrganizationReading>?> ReadAsync()
    {
        RefuseUnusable();
        if (engine.Book.State is null)
        {
            DeactivateOnIdle();
            return Task.FromResult<Immutable<OrganizationReading>?>(null);
        }

        if (Readings.NeedsCatchUp(engine.Book)) wakeUps.Now(engine.Book);
        return Task.FromResult<Immutable<OrganizationReading>?>(new(Readings.Of(engine.Book)));
    }

    public Task CreateAsync(OrganizationOrder order) => TurnAsync(() => engine.CreateAsync(order));

    public Task<CommandAnswer> ExecuteAsync(CommandEnvelope envelope) => TurnAsync(() => engine.ExecuteAsync(envelope));

    public Task<PreviewAnswer> PreviewAsync(PreviewOrder order)
    {
        RefuseUnusable();
        return Task.FromResult(engine.Preview(order));
    }

    public Task<TimelineAnswer> TimelineAsync(Instant until)
    {
        RefuseUnusable();
        return Task.FromResult(Pricing.Timeline(engine.Book, until));
    }

    public Task<AdvanceAnswer> AdvanceAsync(Instant to) => TurnAsync(() => engine.AdvanceAsync(to));

    public Task ShareStorageAsync(StorageShare share) => TurnAsync(() => engine.ShareStorageAsync(share));

    public Task WakeAsync(string? paymentIntentId) => TurnAsync(async () =>
    {
        if (engine.Book.State is not { } before) return;
        if (paymentIntentId is not null) await engine.LookAtAsync(paymentIntentId);
        await WorkAsync();
        // Whoever wakes it has a reason: where it sees none, it may be what it believes that is out of date (F11).
        if (engine.Book.Committed.Sequence == before.Sequence) await engine.Book.RequireCurrentAsync();
    });

    public Task<bool> AskAgainAsync() => TurnAsync(async () => engine.Book.State is null || await engine.AskAgainAsync());

    public Task ReceiveReminder(string reminderName, TickStatus status) => WakeAsync(null);

    private Task TickAsync(CancellationToken cancellationToken) => TurnAsync(WorkAsync);

    /// <summary>One bounded helping of what is due; the rest comes with the next tick (D8).</summary>
    private async Task WorkAsync()
    {
        await engine.CatchUpAsync(OrganizationEngine.EntriesPerTurn);
        await wakeUps.RemindAsync(engine.Book);
    }

    /// <summary>Mail goes out beside the turns; only what came of it is written in one.</summary>
    private async Task SendMailAsync(CancellationToken cancellationToken)
    {
        if (wakeUps.IsSending || engine.Book.IsClosed) return;
        wakeUps.IsSending = true;
        try
        {
            for (var more = true; more && await engine.Mails.SendAsync() is { } batch; more = batch.MayBeMore)
            {
                await TurnAsync(async () =>
                {
                    await engine.Mails.RecordAsync(batch);
                    if (!batch.Failed.IsEmpty) await wakeUps.RemindAsync(engine.Book);
                });
            }
        }
        catch (UnavailableException)
        {
            // The next activation sends the batch again: each mail keeps its id.
        }
        catch (Exception bug)
        {
            wakeUps.Failed();
            services.Log.BackgroundFailed(bug, engine.Book.Id);
        }
        finally
        {
            wakeUps.IsSending = false;
            wakeUps.Plan(engine.Book);
        }
    }

    private Task TurnAsync(Func<Task> work) => TurnAsync(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Every turn that may write. A failed append ends the activation: the next one reads the journal (D2).</summary>
    private Task<T> TurnAsync<T>(Func<Task<T>> work) => gate.RunAsync(() => GuardedAsync(work));

    private async Task<T> GuardedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            RefuseUnusable();
            var result = await work();
            wakeUps.Succeeded();
            return result;
        }
        catch (BookClosedException closed)
        {
            wakeUps.Stop();
            DeactivateOnIdle();
            throw new UnavailableException(closed.Message);
        }
        catch (ProviderUnavailableException unavailable)
        {
            throw new UnavailableException(unavailable.Message);
        }
        catch (Exception bug) when (bug is not UnavailableException)
        {
            wakeUps.Failed();
            services.Log.BackgroundFailed(bug, engine.Book.Id);
            throw;
        }
        finally
        {
            engine.Book.TakePublished();
            await SnapshotAsync();
            wakeUps.Plan(engine.Book);
        }
    }

    private async Task SnapshotAsync()
    {
        // A large organization's snapshot costs more, so it is taken less often: a change must not cost more the more members there are.
        if (engine.Book.State is not { } state || state.Sequence - snapshotSequence < EventsPerSnapshot + state.Members.Count) return;
        snapshotTag = await snapshots.WriteAsync(this.GetGrainId(), state, snapshotTag);
        snapshotSequence = state.Sequence;
    }

    /// <summary>A history that cannot be read (D10), or an append whose outcome is not known (D2): this activation answers nothing.</summary>
    private void RefuseUnusable()
    {
        if (engine.Book.IsClosed) throw new UnavailableException("The organization is being read again: try again with the same key.");
        if (quarantinedAt is not { } since) return;
        // Whoever mends it is not to restart the service for it; callers and the sweep keep an activation alive.
        if (services.Clock.GetCurrentInstant() - since > BetweenReadings) DeactivateOnIdle();
        throw GrainFailures.Quarantined("organization");
    }
}

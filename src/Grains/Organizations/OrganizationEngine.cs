using Billing.Contracts.Organizations;
using Billing.Contracts.ReadModel;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Domain.Storage;
using Billing.Domain;
using Billing.Grains.Telemetry;
using NodaTime;

namespace Billing.Grains.Organizations;

/// <summary>One organization at work: catch up, decide, append, work off, answer. No Orleans in it: the grain lends it turns, tests drive it bare.</summary>
public sealed class OrganizationEngine
{
    /// <summary>Agenda entries of one turn; more are left for the next (D8).</summary>
    public const int EntriesPerTurn = 60;

    /// <summary>Before an order all that is due happens, or the order waits (P12): ten years of a monthly organization and more.</summary>
    private const int EntriesBeforeOrder = 1_000;

    private readonly PaymentFlow payments;
    private readonly CardFlow cards;

    public OrganizationEngine(EngineServices services, OrganizationId id)
    {
        Book = new(services, id);
        payments = new(Book);
        cards = new(Book);
        Mails = new(Book);
    }

    public OrganizationBook Book { get; }

    public MailFlow Mails { get; }

    private OrganizationState State => Book.Committed;

    /// <summary>Makes the organization; repeating it changes nothing.</summary>
    public async Task CreateAsync(OrganizationOrder order)
    {
        if (Book.State is not null) return;
        var owner = new Domain.Members.Member
        {
            Id = order.OwnerId,
            Name = order.OwnerName,
            Email = order.OwnerEmail,
            Type = Domain.Members.MemberType.FullTime,
            Status = Domain.Members.MemberStatus.Active,
            Permissions = [.. Enum.GetValues<Domain.Members.Permission>()],
            IsOwner = true,
            InvitedAt = order.At,
        };
        await Book.CommitAsync(OrganizationRules.Create(
            new(order.Id, order.Account, order.Name, order.Kind, order.TimeZone, order.TestClock, owner), order.At, order.Actor));
    }

    /// <summary>What is due happens first (P12); then the key is looked up before anything else is judged (D4).</summary>
    public async Task<CommandAnswer> ExecuteAsync(CommandEnvelope envelope)
    {
        await CatchUpWhollyAsync();
        if (Keys.Find(State, envelope.Key) is { } use) return await ReplayAsync(envelope, use);
        switch (envelope.Command)
        {
            case StartCardSetup:
                var setup = await cards.StartSetupAsync(envelope.Actor);
                return Answer(null, null, null) with { CardSetup = setup };
            case UpdateCard command:
                var (refusal, paid) = await cards.UpdateAsync(command, envelope.Actor, envelope.Key);
                if (refusal is not null) return Answer(refusal, null, null);
                await payments.WorkOffAsync();
                return Answer(Outcomes.Of(command, State, paid), paid, null);
            default:
                return await DecideAsync(envelope);
        }
    }

    /// <summary>Everything due until now, in order, each entry at its own instant (D5); bounded.</summary>
    /// <returns>False where more is left for the next turn.</returns>
    public async Task<bool> CatchUpAsync(int entries) =>
        await RunAgendaAsync(State.TestClock is null ? null : Book.Now, entries) is not AgendaRun.More;

    /// <summary>Before anything is decided all that is due has happened, or it waits (P12).</summary>
    private async Task CatchUpWhollyAsync()
    {
        Book.RequireClock();
        if (!await CatchUpAsync(EntriesBeforeOrder)) throw new ProviderUnavailableException("More is due than one turn can catch up with: try again in a moment.");
    }

    /// <summary>One bounded turn of an advancing test clock. An unknown payment stops it there (A61).</summary>
    public async Task<AdvanceAnswer> AdvanceAsync(Instant to)
    {
        Book.TakePublished();
        if (State.TestClock is not { } clock)
            return new(true, new(ErrorCode.NotATestAccount, "The organization's account has no test clock."), []);
        if (clock >= to) return new(true, null, []);
        if (State.OpenInvoices.FirstOrDefault(invoice => invoice.Payment.IsUnsettled) is { } unsettled) await payments.WorkOffAsync(asked: unsettled.Number);
        switch (await RunAgendaAsync(to, EntriesPerTurn))
        {
            case AgendaRun.More:
                return new(false, null, Book.TakePublished());
            case AgendaRun.Blocked:
                return new(true, new(ErrorCode.PaymentPending,
                    $"Whether a payment of {State.Id} succeeded is not known yet: the clock stops at {State.LastEventAt}. Repeat this to go on."), Book.TakePublished());
            default:
                await Book.CommitAsync(OrganizationRules.AdvanceClock(State, Book.ContextAt(to, Actor.System), to));
                return new(true, null, Book.TakePublished());
        }
    }

    /// <summary>Told by the account; repeating it changes nothing. A month that has ended is decided by the share that it ended with (P12).</summary>
    public async Task ShareStorageAsync(StorageShare share)
    {
        if (Book.State is null || State.Storage.Share == share) return;
        await CatchUpWhollyAsync();
        await Book.CommitAsync(OrganizationRules.ShareStorage(State, Book.Context(Actor.System), share));
    }

    /// <summary>A hint that a payment has moved: look at it, whoever said so.</summary>
    public async Task LookAtAsync(string paymentIntentId)
    {
        if (!Book.ClockAgrees) return;
        if (State.OpenInvoices.FirstOrDefault(invoice => invoice.Payment.IntentId == paymentIntentId) is { } invoice) await payments.LookAsync(invoice.Number);
    }

    /// <summary>Asks about every payment that nobody knows the outcome of, now.</summary>
    /// <returns>Whether all of them are known.</returns>
    public async Task<bool> AskAgainAsync()
    {
        if (!Book.ClockAgrees) return false;
        foreach (var number in State.Unfinished.Where(number => State.Invoice(number).Payment.IsUnknown).ToList()) await payments.WorkOffAsync(number);
        return !State.HasUnknownPayment;
    }

    public PreviewAnswer Preview(PreviewOrder order) => Pricing.Answer(Book, order);

    private async Task<CommandAnswer> DecideAsync(CommandEnvelope envelope)
    {
        var claim = Book.Services.Tokens.Read(envelope.PreviewToken);
        var command = envelope.Command switch
        {
            PurchaseSeats c => c with { Preview = claim },
            UpgradePlan c => c with { Preview = claim },
            var other => other,
        };
        // What a new contract or a reduction ends may have been paid without anybody telling us.
        if (command is StartContract or ReduceNow) await HasMovedAsync();
        var decision = OrganizationRules.Decide(State, command, Book.Context(envelope.Actor, envelope.Key));
        if (decision.Events.IsEmpty) await Book.RequireCurrentAsync();
        if (decision.Refusal is { } refusal) return Answer(refusal, null, null);
        await Book.CommitAsync(decision);
        if (command is ConfirmPayment && decision.InvoiceNumber is { } looked) await payments.LookAsync(looked);
        else await payments.WorkOffAsync();
        return Answer(Outcomes.Of(command, State, decision.InvoiceNumber), decision.InvoiceNumber, decision.MemberId) with
        {
            SeasonId = decision.SeasonId,
            AdHocRequestId = decision.AdHocRequestId,
        };
    }

    /// <summary>The same key: the present state of what the first call came to.</summary>
    private async Task<CommandAnswer> ReplayAsync(CommandEnvelope envelope, KeyUse use)
    {
        if (use.InputHash != envelope.Key!.InputHash)
        {
            return Answer(new(ErrorCode.IdempotencyKeyReused,
                "This idempotency key was used for another mutation or other input: choose a new one.", "idempotencyKey"), null, null);
        }

        if (envelope.Command is ConfirmPayment && use.InvoiceNumber is { } looked) await payments.LookAsync(looked);
        else await payments.WorkOffAsync(asked: use.InvoiceNumber);
        return Answer(Outcomes.Of(envelope.Command, State, use.InvoiceNumber), use.InvoiceNumber, use.MemberId) with
        {
            SeasonId = use.SeasonId,
            AdHocRequestId = use.AdHocRequestId,
        };
    }

    /// <param name="until">Null: real time, read anew for each entry.</param>
    private async Task<AgendaRun> RunAgendaAsync(Instant? until, int entries)
    {
        while (true)
        {
            if (!Book.ClockAgrees) return AgendaRun.Blocked;
            await payments.WorkOffAsync();
            if (State.TestClock is not null && State.OpenInvoices.Any(invoice => invoice.Payment.IsUnsettled)) return AgendaRun.Blocked;
            if (Agenda.NextReady(State) is not { } entry || entry.At > (until ?? Book.Now))
                return Agenda.Next(State) is { } head && head.At <= (until ?? Book.Now) ? AgendaRun.Blocked : AgendaRun.Done;
            if (entries-- == 0) return AgendaRun.More;
            if (entry.Kind == DueKind.GraceEnds && await HasMovedAsync()) continue;
            var now = State.TestClock is null ? Book.Now : Instant.Max(entry.At, State.LastEventAt);
            await Book.CommitAsync(OrganizationRules.Due(State, entry, Book.ContextAt(now, Actor.System)));
            if (State.TestClock is null) GrainMetrics.Done(entry.At, now);
        }
    }

    /// <summary>Before access is lost: whether a cardholder has confirmed meanwhile and no webhook said so (F10). A look that fails blocks the lock (A61).</summary>
    private async Task<bool> HasMovedAsync()
    {
        var before = State.Sequence;
        foreach (var number in State.OpenInvoices.Where(invoice => invoice.Payment.AwaitsCardholder).Select(invoice => invoice.Number).ToList())
            await payments.LookAsync(number);
        return State.Sequence != before;
    }

    private CommandAnswer Answer(RuleError? error, int? invoice, MemberId? member) => new(error, invoice, member, Readings.Of(Book), null);

    private enum AgendaRun
    {
        Done,
        More,
        Blocked,
    }
}

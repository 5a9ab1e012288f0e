using Billing.Contracts.Organizations;
using Billing.Domain;
using Billing.Domain.Organizations;
using Billing.Domain.Tax;
using Billing.Grains.Organizations;
using Billing.Grains.Tests.Organizations.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using ErrorCode = Billing.Domain.Organizations.ErrorCode;

namespace Billing.Grains.Tests.Organizations;

/// <summary>One organization, its store, its provider and a client that asks again until it knows: the engine may end at any call and is made anew.</summary>
internal sealed class World
{
    /// <summary>More than any fault takes; reaching it is a failure by itself.</summary>
    private const int MostTries = 80;

    private static readonly Duration[] Waits =
        [Duration.FromSeconds(2), Duration.FromSeconds(10), Duration.FromMinutes(1), Duration.FromMinutes(5), Duration.FromMinutes(15)];

    private OrganizationEngine? engine;
    private int tries;
    private readonly OrganizationState? snapshot;

    public World(Instant start)
    {
        Clock = new(start);
        Ids = new();
        Stripe = new(Clock);
        Journal = new(Faults);
        Mail = new(Faults);
        Provider = new(Stripe, Faults);
        Faults.Takeover = TakeOverAsync;
    }

    private World(World other)
    {
        snapshot = other.State;
        Clock = new(other.Clock.Now);
        Ids = new(other.Ids.Last);
        Stripe = other.Stripe.Fork(Clock);
        Journal = other.Journal.Fork(Faults);
        Mail = other.Mail.Fork(Faults);
        Provider = new(Stripe, Faults);
        Faults.Takeover = TakeOverAsync;
    }

    public FaultPlan Faults { get; } = new();

    public SettableClock Clock { get; }

    public CountingIds Ids { get; }

    public FakeStripe Stripe { get; }

    public MemoryJournal Journal { get; }

    public FakeMail Mail { get; }

    public FaultyProvider Provider { get; }

    /// <summary>How long the client waits after the first failure, before the usual distances.</summary>
    public Duration? FirstWait { get; set; }

    /// <summary>Watches the clock where a test sets it.</summary>
    public ClockGuard? Guard { get; set; }

    /// <summary>What the client is doing, for another process that takes over in the midst of it.</summary>
    private Func<OrganizationEngine, Task> Current { get; set; } = _ => Task.CompletedTask;

    public OrganizationState State => engine?.Book.Committed ?? throw new InvalidOperationException("No engine is open.");

    public EngineServices Services => new(
        Journal, Provider, new Samples.Deployment(), new(new Samples.Deployment()), Samples.Catalog, new(30), ContractTax.Instance, Ids, Clock, Mail, Mail,
        "pk_test", NullLogger<OrganizationBook>.Instance) { Guard = Guard };

    public World Fork() => new(this);

    /// <summary>An engine made from the journal; the caller's own.</summary>
    public async Task<OrganizationEngine> OpenAsync(OrganizationState? from = null)
    {
        var made = new OrganizationEngine(Services, Samples.Organization);
        await made.Book.OpenAsync(from, CancellationToken.None);
        return made;
    }

    /// <summary>The state as the journal alone has it, from where this world was forked.</summary>
    public async Task<OrganizationState> ReplayAsync() => (await OpenAsync(snapshot)).Book.Committed;

    /// <summary>The world's engine, made where there is none.</summary>
    public async Task<OrganizationEngine> EngineAsync() => engine ??= await OpenAsync(snapshot);

    /// <summary>Makes the organization.</summary>
    public async Task CreateAsync(bool onTestClock) =>
        await (await EngineAsync()).CreateAsync(Samples.Order(Clock.Now, onTestClock ? Clock.Now : null));

    /// <summary>The process ends.</summary>
    public void Kill() => engine = null;

    /// <summary>One command, asked once.</summary>
    public async Task<CommandAnswer> AskAsync(OrganizationCommand command, string? key = null, PreviewOrder? preview = null, string input = "") =>
        await (await EngineAsync()).ExecuteAsync(Envelope(engine!, command, key, preview, input));

    /// <summary>One command, with one key (or none, where it is harmless to repeat), until its outcome is known.</summary>
    public async Task<CommandAnswer> DoAsync(OrganizationCommand command, string? key, PreviewOrder? preview = null)
    {
        CommandAnswer? answer = null;
        await UntilAsync(async on =>
        {
            answer = await on.ExecuteAsync(Envelope(on, command, key, preview, ""));
            return answer.Error?.Code != ErrorCode.PaymentPending;
        });
        return answer!;
    }

    /// <summary>Moves the test clock, repeating until it has arrived (A61).</summary>
    public Task AdvanceAsync(Instant to) => UntilAsync(async on => await on.AdvanceAsync(to) is { Done: true, Error: null });

    /// <summary>Real time reaches an instant, and somebody wakes up.</summary>
    public async Task WakeAtAsync(Instant at)
    {
        Clock.Now = Instant.Max(Clock.Now, at);
        await SettleAsync();
    }

    /// <summary>Wakes up as long as anything at the provider or any mail is open.</summary>
    public Task SettleAsync() => UntilAsync(async on =>
    {
        await on.CatchUpAsync(OrganizationEngine.EntriesPerTurn);
        var state = on.Book.Committed;
        return !state.OpenInvoices.Any(invoice => invoice.Payment.IsUnsettled) && state.Outbox.IsEmpty
            && !state.Invoices.Any(invoice => invoice.Refunds.Any(refund => refund.Status == Domain.Invoices.RefundStatus.Pending));
    });

    private static CommandEnvelope Envelope(OrganizationEngine on, OrganizationCommand command, string? key, PreviewOrder? preview, string input)
    {
        var token = preview is null ? null : on.Preview(preview).Token;
        return new(command, Samples.Staff, key is null ? null : new(key, $"{command.GetType().Name}{input}"), token);
    }

    private async Task UntilAsync(Func<OrganizationEngine, Task<bool>> step)
    {
        Current = async on => await step(on);
        for (tries = 0; tries < MostTries; tries++)
        {
            try
            {
                var on = await EngineAsync();
                var done = await step(on);
                await SendMailAsync(on);
                if (done && on.Book.Committed.Outbox.IsEmpty) return;
            }
            catch (Exception end) when (end is CrashException or BookClosedException)
            {
                engine = null;
            }
            catch (ProviderUnavailableException)
            {
                // The client asks again, with the same key.
            }

            Wait();
        }

        throw new InvalidOperationException("It never comes to an end.");
    }

    private void Wait()
    {
        var wait = tries == 0 && FirstWait is { } first ? first : tries < Waits.Length ? Waits[tries] : Duration.FromHours(1);
        // A request is on its way for seconds, never for a day.
        if (wait >= Duration.FromMinutes(1)) Provider.Arrive();
        Clock.Now += wait;
    }

    /// <summary>As the grain does it: a batch goes out, and then what came of it is written.</summary>
    public static async Task SendMailAsync(OrganizationEngine on)
    {
        for (var more = true; more && await on.Mails.SendAsync() is { } batch; more = batch.MayBeMore) await on.Mails.RecordAsync(batch);
    }

    private async Task TakeOverAsync()
    {
        var other = await OpenAsync(snapshot);
        try { await Current(other); }
        catch (ProviderUnavailableException) { }
        await SendMailAsync(other);
    }
}

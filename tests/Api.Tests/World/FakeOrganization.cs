using Billing.Contracts.Organizations;
using Billing.Domain;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Pricing;
using Billing.Domain.Tax;
using NodaTime;
using Orleans.Concurrency;

namespace Billing.Api.Tests.World;

/// <summary>An organization without a silo: decides by the real rules, charges nobody, and answers whatever a test tells it to.</summary>
internal sealed class FakeOrganization : IOrganizationGrain
{
    public static Instant Now { get; } = Instant.FromUtc(2025, 1, 15, 12, 0);

    public FakeOrganization(OrganizationId id, params Member[] members)
    {
        var created = new OrganizationCreated(id, new(AccountOf(id)), "Acme", OrganizationKind.Production, "UTC", null, members[0]);
        State = OrganizationFold.Start(OrganizationRules.Create(created, Now, "ann").Events[0]);
        foreach (var member in members.Skip(1)) Record(new MemberAdded(member));
    }

    public OrganizationState State { get; private set; }

    /// <summary>The instant at which it is read; orders are decided at <see cref="Now"/>.</summary>
    public Instant Clock { get; set; } = Now;

    public int Reads { get; private set; }

    public List<CommandEnvelope> Orders { get; } = [];

    /// <summary>Keeps what orders come to; otherwise every order meets the same state.</summary>
    public bool Keeps { get; set; }

    public Func<CommandEnvelope, CommandAnswer>? Answers { get; set; }

    public Func<PreviewOrder, PreviewAnswer>? Previews { get; set; }

    public TimelineAnswer Ahead { get; set; } = new([], null);

    public static Member Member(string id, MemberStatus status = MemberStatus.Active, bool owner = false, params Permission[] permissions) => new()
    {
        Id = new(id), Name = $"{id} of Acme", Email = $"{id}@example.com", Type = MemberType.FullTime, Status = status,
        Permissions = [.. permissions], IsOwner = owner, InvitedAt = Now,
    };

    /// <summary><c>org_7_1</c> is of <c>acc_7</c>; the world's first two are of <c>acc_1</c>.</summary>
    private static string AccountOf(OrganizationId id) => id.Value.Split('_') is [_, var account, _] ? "acc_" + account : "acc_1";

    public void Record(OrganizationEvent fact) => State = OrganizationFold.Apply(
        State, new(State.Sequence + 1, fact is PublishedEvent ? State.PublicSequence + 1 : null, Now, "ann", fact));

    /// <summary>By the rules, as staff, for good.</summary>
    public void Order(OrganizationCommand command)
    {
        var decision = OrganizationRules.Decide(State, command, Context(new("ann", true)));
        if (decision.Refusal is { } refusal) throw new InvalidOperationException(refusal.Message);
        State = decision.Events.Aggregate(State, OrganizationFold.Apply);
    }

    public OrganizationReading Reading() => new(State, State.Status, Clock);

    /// <summary>Where given, a read waits there for the others.</summary>
    public Gathering? Gathering { get; set; }

    public async Task<Immutable<OrganizationReading>?> ReadAsync()
    {
        Reads++;
        if (Gathering is { } gathering) await gathering.ArriveAsync();
        return new(Reading());
    }

    public Task CreateAsync(OrganizationOrder order) => Task.CompletedTask;

    public Task<CommandAnswer> ExecuteAsync(CommandEnvelope envelope)
    {
        Orders.Add(envelope);
        return Task.FromResult(Answers?.Invoke(envelope) ?? Decide(envelope));
    }

    public Task<PreviewAnswer> PreviewAsync(PreviewOrder order) => Task.FromResult(Previews?.Invoke(order) ?? Price(order));

    public Task<TimelineAnswer> TimelineAsync(Instant until) => Task.FromResult(Ahead);

    public Task<AdvanceAnswer> AdvanceAsync(Instant to) => throw new NotSupportedException("The account is faked as well.");

    public Task ShareStorageAsync(Domain.Storage.StorageShare share) => Task.CompletedTask;

    public Task<bool> AskAgainAsync() => Task.FromResult(true);

    public Task WakeAsync(string? paymentIntentId) => Task.CompletedTask;

    private CommandAnswer Decide(CommandEnvelope envelope)
    {
        if (envelope.Command is StartCardSetup) return new(null, null, null, Reading(), new("seti_secret", "pk_test"));
        if (envelope.Command is UpdateCard) return new(null, null, null, Reading(), null);
        var decision = OrganizationRules.Decide(State, envelope.Command, Context(envelope.Actor));
        if (decision.Refusal is { } refusal) return new(refusal, null, null, Reading(), null);
        var after = decision.Events.Aggregate(State, OrganizationFold.Apply);
        if (Keeps) State = after;
        return new(null, decision.InvoiceNumber, decision.MemberId, new(after, after.Status, Now), null)
        {
            SeasonId = decision.SeasonId,
            AdHocRequestId = decision.AdHocRequestId,
        };
    }

    private PreviewAnswer Price(PreviewOrder order)
    {
        var context = Context(Actor.System);
        var result = order.Kind switch
        {
            PreviewKind.Seats => Domain.Pricing.Previews.Seats(State, context, order.Seats!.Value, order.SeatType),
            PreviewKind.PlanChange => Domain.Pricing.Previews.PlanChange(State, context, order.Plan!.Value),
            PreviewKind.Reduction => Domain.Pricing.Previews.Reduction(State, context, order.Plan, order.Seats),
            _ => new PreviewResult(Domain.Pricing.Previews.Upcoming(State, context), null),
        };
        return new(result.Preview, result.Preview is null ? null : "token", result.Refusal);
    }

    private static DecisionContext Context(Actor actor) =>
        new(Now, Now, actor, BillingWorld.Catalog, new BillingPolicy(30), new CountedIds(), ContractTax.Instance);

    private sealed class CountedIds : IIdSource
    {
        private int count;

        public InvoiceId NewInvoiceId() => new($"inv_{++count}");

        public MemberId NewMemberId() => new($"mem_{++count}");

        public MailId NewMailId() => new($"mail_{++count}");

        public SeasonId NewSeasonId() => new($"sea_{++count}");

        public AdHocRequestId NewAdHocRequestId() => new($"adh_{++count}");
    }
}

using Billing.Contracts.Accounts;
using Billing.Domain;
using Billing.Domain.Organizations;
using NodaTime;
using ErrorCode = Billing.Domain.Organizations.ErrorCode;

namespace Billing.Api.Tests.World;

/// <summary>An account without a silo.</summary>
internal sealed class FakeAccount(string id, params string[] organizations) : IAccountGrain
{
    public AccountReading? Reading { get; set; } = new(new(id), "Acme Group", null, [.. organizations.Select(one => new OrganizationId(one))], FakeOrganization.Now);

    public int Reads { get; private set; }

    public List<(NewOrganization Order, KeyClaim? Key)> Orders { get; } = [];

    /// <summary>The turns of an advancing clock, first to last.</summary>
    public Queue<AdvanceAccountAnswer> Turns { get; } = new();

    /// <summary>Where given, a read waits there for the others.</summary>
    public Gathering? Gathering { get; set; }

    public async Task<AccountReading?> ReadAsync()
    {
        Reads++;
        if (Gathering is { } gathering) await gathering.ArriveAsync();
        return Reading;
    }

    public Task<AccountAnswer> CreateAsync(string name, Instant? testClock, string actor)
    {
        if (Reading is { } existing && existing.Name != name)
            return Task.FromResult(new AccountAnswer(new(ErrorCode.IdempotencyKeyReused, "Another account.", "idempotencyKey"), null));
        Reading = new(new(id), name, testClock, [], FakeOrganization.Now);
        return Task.FromResult(new AccountAnswer(null, Reading));
    }

    public Task<OrganizationAnswer> CreateOrganizationAsync(NewOrganization order, Actor actor, KeyClaim? key)
    {
        Orders.Add((order, key));
        return Task.FromResult(new OrganizationAnswer(null, Reading!.Organizations[0]));
    }

    public Task<AdvanceAccountAnswer> AdvanceAsync(Instant to, string actor) =>
        Task.FromResult(Turns.TryDequeue(out var turn) ? turn : new AdvanceAccountAnswer(true, null, [], Reading));
}

using Billing.Api.Organizations;
using Billing.Api.Schema;
using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Contracts.Accounts;
using Billing.Contracts.Events;
using Billing.Contracts.Organizations;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using CatalogData = Billing.Domain.Catalog.Catalog;

namespace Billing.Api.Tests.World;

/// <summary>The gateway with its real schema over fakes of grains and read model: <c>acc_1</c> with <c>org_1</c>, which has a contract, an open
/// invoice and one member of each kind, and <c>org_2</c>, whose owner is a stranger to the first; <c>acc_2</c> lists the first alone.</summary>
internal sealed class BillingWorld
{
    private readonly Dictionary<string, FakeOrganization> organizations;
    private readonly Dictionary<string, FakeAccount> accounts =
        new(StringComparer.Ordinal) { ["acc_1"] = new("acc_1", "org_1", "org_2"), ["acc_2"] = new("acc_2", "org_1") };

    public BillingWorld()
    {
        organizations = new(StringComparer.Ordinal) { ["org_1"] = Acme(), ["org_2"] = new(new("org_2"), FakeOrganization.Member("stranger", owner: true)) };
        ReadModel = new(this);
    }

    public static CatalogData Catalog { get; } = new(
        Currency.Usd,
        [
            PlanOf(PlanCode.Professional, 3_000) with { AnnualSeatPrice = null }, PlanOf(PlanCode.Business, 6_000), PlanOf(PlanCode.Enterprise, 9_000),
            PlanOf(PlanCode.Ultimate, 15_000),
        ],
        [new("MESSAGE", 200)], 5_000, 100, [], new("", 50, 99_999_999));

    public FakeReadModel ReadModel { get; }

    public FakeOrganization Main => organizations["org_1"];

    public FakeOrganization Other => organizations["org_2"];

    public FakeAccount Group => accounts["acc_1"];

    public IReadOnlyDictionary<string, FakeAccount> Accounts => accounts;

    public IEnumerable<OrganizationState> Organizations => organizations.Values.Select(one => one.State);

    public Exception? Fails { get; set; }

    public IReadOnlyDictionary<string, FakeOrganization> Grains => organizations;

    /// <summary>One more account, with one organization.</summary>
    public FakeOrganization Add(int number)
    {
        var id = $"org_{number}_1";
        accounts[$"acc_{number}"] = new($"acc_{number}", id);
        return organizations[id] = new(new(id), FakeOrganization.Member("owner", owner: true));
    }

    public IOrganizationGrain Organization(string id) =>
        Fails is { } failure ? throw failure : organizations.GetValueOrDefault(id) ?? (IOrganizationGrain)new NoOrganization();

    /// <summary>Any id has a grain; what was never created reads as null.</summary>
    public IAccountGrain Account(string id)
    {
        if (!accounts.TryGetValue(id, out var account)) accounts[id] = account = new(id) { Reading = null };
        return account;
    }

    public Task<TestGateway> StartAsync(Action<IServiceCollection>? more = null) => TestGateway.StartAsync<BillingSchema>(services =>
    {
        services.AddSingleton(FakeClusterGrains.Of(this));
        services.AddSingleton<IOrganizationScopes>(provider => provider.GetRequiredService<OrganizationDirectory>());
        services.AddSingleton<IReadModel>(ReadModel);
        services.AddSingleton<IEventReads>(ReadModel);
        services.AddSingleton<ILiveEvents>(ReadModel);
        services.AddSingleton<IDeploymentSettings>(ReadModel);
        services.AddSingleton(Catalog);
        more?.Invoke(services);
    });

    private static FakeOrganization Acme()
    {
        var acme = new FakeOrganization(
            new("org_1"),
            FakeOrganization.Member("owner", owner: true),
            FakeOrganization.Member("biller", permissions: Permission.Billing),
            FakeOrganization.Member("manager", permissions: Permission.UserManagement),
            FakeOrganization.Member("plain"),
            FakeOrganization.Member("removed", MemberStatus.Removed, permissions: Permission.Billing));
        acme.Order(new StartContract(
            PlanCode.Business, BillingInterval.Monthly, Licensing.SeatBased, 10, 0, null, null, null, [], "USD", [], null, null, false, null, Collection.SendInvoice));
        acme.Order(new GrantCredit(1_500, "Sorry"));
        return acme;
    }

    private static Plan PlanOf(PlanCode code, long monthly) =>
        new(code, code.ToString(), false, monthly, monthly * 10, monthly / 3, monthly * 10 / 3, 0, 0, 0, 0, null, null);
}

using Billing.Domain;
using Billing.Domain.Accounts;
using Billing.Domain.Organizations;
using Billing.Grains.Accounts;
using Billing.Grains.Journal;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Maintenance;
using Billing.Grains.Organizations;
using Billing.Grains.Tests.Journal;
using Billing.Grains.Tests.Organizations;
using Dapper;
using NodaTime;
using Xunit;
using Scenario = Billing.Grains.Tests.Organizations.Scenario;

namespace Billing.Grains.Tests.Maintenance;

/// <summary>A life in a database, looked at and mended as the verbs do it.</summary>
public abstract class MaintenanceFixture : IAsyncLifetime
{
    protected static readonly string[] RowTables = ["organization", "account", "member", "mail", "ad_hoc_request"];

    private static readonly string[] Rows =
    [
        "SELECT id, account_id, name, folded, state, renews_at, has_unknown_payment, created_at FROM organization ORDER BY key",
        "SELECT id, name, folded FROM account ORDER BY key",
        "SELECT * FROM member ORDER BY organization_id, id",
        "SELECT * FROM mail ORDER BY organization_id, number",
        "SELECT * FROM ad_hoc_request ORDER BY id",
    ];

    private protected StoreUnderTest Store { get; private set; } = null!;

    private protected SqlDatabase Database { get; private set; } = null!;

    private protected IJournal Journal { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Store = await CreateStoreAsync();
        (Database, Journal) = (Store.OpenTables(), Store.OpenJournal());
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<StoreUnderTest> CreateStoreAsync();

    /// <summary>A life in memory, put into the store append by append, behind the account that ordered the organization.</summary>
    /// <param name="later">How many of its last appends are not written.</param>
    private protected async Task<World> LiveAsync(Scenario scenario, int later = 0)
    {
        var world = new World(Samples.Start);
        await AccountAsync(world, new("acc_1"), Samples.Organization);
        await world.CreateAsync(scenario.OnTestClock);
        await scenario.Arrange(world);
        await scenario.Act(world);
        await world.SettleAsync();
        foreach (var append in world.Journal.Appends.SkipLast(later)) await Journal.AppendAsync(append);
        return world;
    }

    private protected async Task AccountAsync(World world, AccountId id, OrganizationId? organization = null)
    {
        world.Clock.Now += Duration.FromMilliseconds(1);
        var book = new AccountBook(Journal, world.Clock, id);
        await book.CommitAsync(new AccountCreated(id, $"Account {id}", null), "staff_1");
        if (organization is not { } ordered) return;
        await book.CommitAsync(new OrganizationOrdered(
            new(ordered, "Acme", OrganizationKind.Production, "UTC", new("mem_owner"), "Olga Owner", "olga@example.com", world.Clock.Now, "staff_1", Made: false), null, null), "staff_1");
        await book.CommitAsync(new OrganizationMade(ordered), "staff_1");
    }

    private protected Replay ReplayOf(World world, IClock? clock = null) => new(Journal, world.Mail, clock ?? world.Clock);

    /// <summary>One finding a line.</summary>
    private protected async Task<string> FindAsync(World world, IProviderLedger? ledger = null, IClock? clock = null)
    {
        var verifier = new Verifier(Database, Journal, ReplayOf(world, clock), ledger is null ? null : world.Provider, ledger, new Samples.Deployment());
        var found = new List<string>();
        await foreach (var finding in verifier.RunAsync((_, _) => { })) found.Add($"{finding.Stream}: {finding.Problem}");
        return string.Join('\n', found);
    }

    /// <summary>The service is stopped meanwhile.</summary>
    private protected async Task<int> RebuildAsync(World world, Action<int, int>? told = null)
    {
        if (Journal is IAsyncDisposable writer) await writer.DisposeAsync();
        Journal = Store.OpenJournal();
        return await new Rebuild(Database, ReplayOf(world)).RunAsync(told ?? ((_, _) => { }), (stream, reason) => Assert.Fail($"{stream}: {reason}"));
    }

    /// <summary>Every row in the order of its key. When an organization wakes next is verify's to judge: "at once" is another instant each time.</summary>
    private protected string Dump()
    {
        using var connection = Database.OpenWriterConnection();
        return string.Join('\n', Rows.SelectMany(sql => connection.Query(sql)).Select(row => string.Join(" | ", ((IDictionary<string, object?>)row).Select(column => $"{column.Key} {column.Value}"))));
    }

    private protected void Execute(string sql)
    {
        using var connection = Database.OpenWriterConnection();
        connection.Execute(sql);
    }
}

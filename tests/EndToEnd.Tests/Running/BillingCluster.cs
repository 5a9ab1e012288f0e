using System.Security.Cryptography;
using Billing.Grains.Tests.Events;
using Billing.Grains.Tests.Journal.PostgreSql;

namespace Billing.EndToEnd.Tests.Running;

/// <summary>A cluster of real processes on one machine: PostgreSQL, Redis, a Stripe simulator, silos alone and gateways alone. Each can be killed, stopped and started again.</summary>
public sealed class BillingCluster : IAsyncDisposable
{
    private const string WebhookSecret = "whsec_of_this_cluster";

    private readonly string signingKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private RedisServer? redis;

    private BillingCluster(PostgreSqlServer database) => Database = database;

    public PostgreSqlServer Database { get; }

    public BillingProcess Simulator { get; private set; } = null!;

    public List<BillingProcess> Silos { get; } = [];

    public List<BillingProcess> Gateways { get; } = [];

    internal RedisServer Redis => redis ?? throw new InvalidOperationException("This cluster has none.");

    public string Token => Gateways[0].StaffToken;

    public static async Task<BillingCluster> StartAsync(int silos = 2, int gateways = 2, bool withRedis = false)
    {
        var cluster = new BillingCluster(await PostgreSqlServer.StartedAsync());
        try
        {
            if (withRedis) cluster.redis = await RedisServer.StartedAsync();
            cluster.Simulator = await BillingProcess.StartAsync(BillingProcess.Part.Simulator, "simulator", "--Stripe:WebhookSecret=" + WebhookSecret);
            cluster.Silos.AddRange(await Task.WhenAll(Enumerable.Range(0, silos).Select(_ => cluster.StartSiloAsync())));
            cluster.Gateways.AddRange(await Task.WhenAll(Enumerable.Range(0, gateways).Select(_ => cluster.StartGatewayAsync())));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A silo that is in the cluster, and not in the list.</summary>
    public Task<BillingProcess> StartSiloAsync(params string[] settings) =>
        BillingProcess.StartAsync(BillingProcess.Part.Silo, [.. Settings("Silo"), "--Billing:SiloPort=0", "--Billing:GatewayPort=0", .. settings]);

    public GraphQLClient Client(int gateway = 0) => new(Gateways[gateway].Address, Token);

    /// <summary>Runs a verb to its end, on this cluster's database.</summary>
    public Task<(int Status, string Output, string Error)> RunAsync(string verb, params string[] arguments) =>
        BillingProcess.RunAsync(Simulator.DataDirectory, "Development", [verb, .. arguments, .. Settings("Silo")]);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Gateways.Concat(Silos)) await process.DisposeAsync();
        if (Simulator is not null) await Simulator.DisposeAsync();
        if (redis is not null) await redis.DisposeAsync();
        await Database.DisposeAsync();
    }

    private Task<BillingProcess> StartGatewayAsync() => BillingProcess.StartAsync(Settings("Gateway"));

    private string[] Settings(string roles) =>
    [
        "--Billing:Cluster=Cluster", "--Billing:Database=PostgreSql", "--Billing:Roles=" + roles, "--Billing:AdvertisedAddress=127.0.0.1",
        "--ConnectionStrings:Billing=" + Database.ConnectionString, "--Billing:Auth:SigningKey=" + signingKey,
        "--Stripe:ApiKey=sk_test_simulator", "--Stripe:ApiBase=" + Simulator.SimulatorAddress, "--Stripe:WebhookSecret=" + WebhookSecret,
        .. redis is null ? Array.Empty<string>() : ["--ConnectionStrings:Redis=" + redis.ConnectionString],
    ];
}

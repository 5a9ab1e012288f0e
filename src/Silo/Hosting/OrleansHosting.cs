using System.Net;
using Billing.Contracts.Serialization;
using Billing.Grains;
using Billing.Grains.Organizations;
using Billing.Silo.Configuration;
using Billing.Silo.Telemetry;
using Orleans.Configuration;
using Orleans.Serialization;

namespace Billing.Silo.Hosting;

/// <summary>Orleans in this process: a silo alone, a silo among others, or a client of them.</summary>
internal static class OrleansHosting
{
    /// <summary>A turn that charges a card may wait for the bank, and a retry of it; an advancing clock takes several such turns.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromMinutes(2);

    public static void AddOrleans(this WebApplicationBuilder builder, ClusterSettings cluster, Store store)
    {
        var propagates = TelemetryExport.IsOn(builder.Configuration);
        if (cluster.HasSilo) builder.Host.UseOrleans(silo => Configure(silo, cluster, store.Orleans, propagates));
        else builder.Host.UseOrleansClient(client => Configure(client, cluster, store.Orleans, propagates));
    }

    private static void Configure(ISiloBuilder silo, ClusterSettings cluster, (string Invariant, string ConnectionString) tables, bool propagates)
    {
        if (cluster.IsCluster) silo.JoinCluster(cluster, tables);
        else silo.UseLocalhostClustering(PortOf(cluster.SiloPort), PortOf(cluster.GatewayPort), null, cluster.ServiceId, cluster.ClusterId);
        silo.AddAdoNetGrainStorage(SnapshotStore.ProviderName, options =>
        {
            (options.Invariant, options.ConnectionString) = tables;
            options.GrainStorageSerializer = new SnapshotSerializer();
        });
        silo.UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = tables);
        if (propagates) silo.AddActivityPropagation();
        silo.AddIncomingGrainCallFilter<GrainFailures>();
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
        AddCommon(silo.Services);
    }

    private static void JoinCluster(this ISiloBuilder silo, ClusterSettings cluster, (string Invariant, string ConnectionString) tables)
    {
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = tables);
        silo.Configure<ClusterMembershipOptions>(Liveness.Configure);
        var (siloPort, gatewayPort) = (PortOf(cluster.SiloPort), PortOf(cluster.GatewayPort));
        if (cluster.AdvertisedAddress is { } address) silo.ConfigureEndpoints(address, siloPort, gatewayPort, listenOnAnyHostAddress: !IPAddress.IsLoopback(address));
        else if (!cluster.IsOnKubernetes) silo.ConfigureEndpoints(siloPort, gatewayPort, listenOnAnyHostAddress: true);
        if (cluster.IsOnKubernetes)
        {
            // The pod's own address, which only it knows (POD_IP), is taken where none was chosen before.
            silo.Configure<EndpointOptions>(options => (options.SiloPort, options.GatewayPort) = (siloPort, gatewayPort));
            silo.UseKubernetesHosting();
        }

        // After Kubernetes' own, so that silos and gateways have their names from the same settings.
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
    }

    private static void Configure(IClientBuilder client, ClusterSettings cluster, (string Invariant, string ConnectionString) tables, bool propagates)
    {
        client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = tables);
        client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = Liveness.GatewayRefresh);
        if (propagates) client.AddActivityPropagation();
        client.UseConnectionRetryFilter<SiloPatience>();
        client.Services.AddSingleton<LostSilos>();
        client.Services.AddSingleton<IClusterConnectionStatusObserver>(provider => provider.GetRequiredService<LostSilos>());
        client.Services.AddSingleton<IOutgoingGrainCallFilter>(provider => provider.GetRequiredService<LostSilos>());
        AddCommon(client.Services);
    }

    /// <summary>Domain records cross as JSON through the shared options; messages have codecs of their own.</summary>
    private static void AddCommon(IServiceCollection services)
    {
        services.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
        services.AddSerializer(serializer => serializer.AddJsonSerializer(IsOurs, BillingJson.Options));
    }

    private static bool IsOurs(Type type) =>
        type.Namespace is { } space && (space.StartsWith("Billing.Domain", StringComparison.Ordinal) || space.StartsWith("NodaTime", StringComparison.Ordinal));

    /// <summary>Looked at before anything joins: a silo at another's address would have that one voted out, and then end itself.</summary>
    private static int PortOf(int configured) => configured == 0 ? FreePort.Find()
        : FreePort.IsFree(configured) ? configured
        : throw new ConfigurationException($"Port {configured} (Billing:SiloPort or Billing:GatewayPort) is in use by another process.");
}

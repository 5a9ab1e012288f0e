using System.Net;
using System.Net.Sockets;
using Billing.Contracts.Serialization;
using Billing.Grains.Journal.Sqlite;
using Billing.Grains.Organizations;
using Billing.Silo.Configuration;
using Billing.Silo.Telemetry;
using Orleans.Configuration;
using Orleans.Serialization;

namespace Billing.Silo.Hosting;

/// <summary>The silo of a single process: its own ports, snapshots and reminders in a file of their own.</summary>
internal static class OrleansHosting
{
    /// <summary>A turn that charges a card may wait for the bank, and a retry of it; an advancing clock takes several such turns.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromMinutes(2);

    public static void AddSilo(this WebApplicationBuilder builder, SiloConfiguration configuration) => builder.Host.UseOrleans(silo =>
    {
        var connection = OrleansTables.ConnectionString(configuration.DataDirectory);
        silo.UseLocalhostClustering(FreePort(configuration.SiloPort), FreePort(configuration.GatewayPort), null, configuration.ServiceId, configuration.ClusterId);
        silo.AddAdoNetGrainStorage(SnapshotStore.ProviderName, options =>
        {
            options.Invariant = OrleansTables.Invariant;
            options.ConnectionString = connection;
            options.GrainStorageSerializer = new SnapshotSerializer();
        });
        silo.UseAdoNetReminderService(options =>
        {
            options.Invariant = OrleansTables.Invariant;
            options.ConnectionString = connection;
        });
        if (TelemetryExport.IsOn(builder.Configuration)) silo.AddActivityPropagation();
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
        silo.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
        silo.Services.AddSerializer(serializer => serializer.AddJsonSerializer(IsOurs, BillingJson.Options));
    });

    /// <summary>Domain records cross as JSON through the shared options; messages have codecs of their own.</summary>
    private static bool IsOurs(Type type) =>
        type.Namespace is { } space && (space.StartsWith("Billing.Domain", StringComparison.Ordinal) || space.StartsWith("NodaTime", StringComparison.Ordinal));

    private static int FreePort(int configured)
    {
        if (configured != 0) return configured;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

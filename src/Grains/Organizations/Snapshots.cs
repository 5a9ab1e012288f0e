using System.Text.Json;
using Billing.Contracts.Serialization;
using Billing.Domain.Organizations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Billing.Grains.Organizations;

/// <summary>A state as stored: a cache, thrown away wherever it does not fit.</summary>
public sealed class Snapshot
{
    /// <summary>Raised with every change of the state's shape; others are not read.</summary>
    public const int CurrentVersion = 2;

    public int Version { get; set; }

    public OrganizationState? State { get; set; }
}

/// <summary>Snapshots through Orleans' storage provider. No failure of it ever reaches a caller: the journal serves.</summary>
public sealed class SnapshotStore(IServiceProvider services, ILogger<OrganizationBook> log)
{
    public const string ProviderName = "snapshots";

    private const string StateName = "organization";

    private readonly IGrainStorage storage = services.GetRequiredKeyedService<IGrainStorage>(ProviderName);

    public async Task<(OrganizationState? State, string? ETag)> ReadAsync(GrainId grain)
    {
        var state = new GrainState<Snapshot>();
        try
        {
            await storage.ReadStateAsync(StateName, grain, state);
            return (state.State is { Version: Snapshot.CurrentVersion } snapshot ? snapshot.State : null, state.ETag);
        }
        catch (Exception failure)
        {
            log.SnapshotFailed(new(grain.Key.ToString()!), "read", failure.GetType().Name);
            return (null, null);
        }
    }

    /// <returns>The new tag; the old one where it could not be written.</returns>
    public async Task<string?> WriteAsync(GrainId grain, OrganizationState organization, string? etag)
    {
        var state = new GrainState<Snapshot>(new() { Version = Snapshot.CurrentVersion, State = organization }, etag);
        try
        {
            await storage.WriteStateAsync(StateName, grain, state);
            return state.ETag;
        }
        catch (Exception failure)
        {
            log.SnapshotFailed(organization.Id, "written", failure.GetType().Name);
            return etag;
        }
    }
}

/// <summary>The shared JSON options for Orleans' storage; what cannot be read is no snapshot.</summary>
public sealed class SnapshotSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes<T?>(input, BillingJson.Options));

    public T? Deserialize<T>(BinaryData input)
    {
        try { return JsonSerializer.Deserialize<T>(input, BillingJson.Options); }
        catch (Exception damage) when (damage is JsonException or ArgumentException or FormatException or NotSupportedException or InvalidOperationException)
        {
            return Activator.CreateInstance<T>();
        }
    }
}

using Billing.Contracts.Organizations;
using NodaTime;
using Orleans.Concurrency;

namespace Billing.Api.Tests.World;

/// <summary>The grain of an id that nothing was made of: it can be read, and nothing else.</summary>
internal sealed class NoOrganization : IOrganizationGrain
{
    public Task<Immutable<OrganizationReading>?> ReadAsync() => Task.FromResult<Immutable<OrganizationReading>?>(null);

    public Task CreateAsync(OrganizationOrder order) => throw Nothing();

    public Task<CommandAnswer> ExecuteAsync(CommandEnvelope envelope) => throw Nothing();

    public Task<PreviewAnswer> PreviewAsync(PreviewOrder order) => throw Nothing();

    public Task<TimelineAnswer> TimelineAsync(Instant until) => throw Nothing();

    public Task<AdvanceAnswer> AdvanceAsync(Instant to) => throw Nothing();

    public Task ShareStorageAsync(Domain.Storage.StorageShare share) => throw Nothing();

    public Task<bool> AskAgainAsync() => throw Nothing();

    public Task WakeAsync(string? paymentIntentId) => throw Nothing();

    private static InvalidOperationException Nothing() => new("There is no such organization: nobody may ask it for anything.");
}

using Billing.Api.Errors;
using Billing.Api.Security;
using Billing.Contracts.Organizations;
using GraphQL;

namespace Billing.Api.Organizations;

/// <summary>Finds organizations by asking their grains.</summary>
public sealed class OrganizationDirectory(IGrainFactory grains) : IOrganizationScopes
{
    /// <summary>How many grains are asked at once for one page.</summary>
    private const int AtOnce = 16;

    public async Task<IOrganizationScope?> FindAsync(string organizationId, CancellationToken cancellationToken) => await FindViewAsync(organizationId);

    /// <summary>Null where there is none.</summary>
    public async Task<OrganizationView?> FindViewAsync(string organizationId) =>
        OrganizationArgument.IsPlausible(organizationId) && await Grain(organizationId).ReadAsync() is { } reading ? new(reading.Value) : null;

    /// <exception cref="NotFoundException">There is none, or the caller may not know that there is.</exception>
    public async Task<OrganizationView> GetAsync(string organizationId, Caller caller)
    {
        var view = await FindViewAsync(organizationId) ?? throw NotFoundException.Organization;
        return caller.Role != Role.User || view.RightsOf(caller) is not null ? view : throw NotFoundException.Organization;
    }

    /// <summary>In the order of the ids; what the caller may not see is left out.</summary>
    public async Task<IReadOnlyList<OrganizationView>> ManyAsync(IEnumerable<string> organizationIds, Caller caller)
    {
        var views = new List<OrganizationView>();
        foreach (var batch in organizationIds.Chunk(AtOnce))
        {
            var found = await Task.WhenAll(batch.Select(FindViewAsync));
            views.AddRange(found.OfType<OrganizationView>().Where(view => caller.Role != Role.User || view.RightsOf(caller) is not null));
        }

        return views;
    }

    public IOrganizationGrain Grain(string organizationId) => grains.GetGrain<IOrganizationGrain>(organizationId);

    internal static OrganizationDirectory Of(IResolveFieldContext context) =>
        (OrganizationDirectory)context.RequestServices!.GetService(typeof(OrganizationDirectory))!;
}

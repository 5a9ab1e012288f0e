using Billing.Api.Errors;
using Billing.Api.Paging;
using Billing.Api.Security;
using Billing.Contracts.Organizations;
using GraphQL;

namespace Billing.Api.Organizations;

/// <summary>Finds organizations by asking their grains: each once for a request, however many fields are about it.</summary>
public sealed class OrganizationDirectory(IGrainFactory grains) : IOrganizationScopes
{
    /// <summary>How many grains are asked at once: a page is one fan-out.</summary>
    internal const int AtOnce = PageRequest.Largest;

    private const string Prefix = "org_";

    public async Task<IOrganizationScope?> FindAsync(string organizationId, CancellationToken cancellationToken) =>
        OrganizationArgument.IsPlausible(organizationId, Prefix) && await Grain(organizationId).ReadAsync() is { } reading ? new OrganizationView(reading.Value) : null;

    public IOrganizationGrain Grain(string organizationId) => grains.GetGrain<IOrganizationGrain>(organizationId);

    internal static OrganizationDirectory Of(IResolveFieldContext context) =>
        (OrganizationDirectory)context.RequestServices!.GetService(typeof(OrganizationDirectory))!;

    /// <summary>Whether or not the caller may see it: whoever hands it on is guarded.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    internal async Task<OrganizationView> GetAsync(IResolveFieldContext context, string organizationId) =>
        await FindViewAsync(context, organizationId) ?? throw NotFoundException.Organization;

    /// <summary>In the order of the ids; what the caller may not see is left out.</summary>
    internal async Task<IReadOnlyList<OrganizationView>> ManyAsync(IResolveFieldContext context, IEnumerable<string> organizationIds)
    {
        var caller = Caller.Of(context);
        var views = new List<OrganizationView>();
        foreach (var batch in organizationIds.Chunk(AtOnce))
        {
            var found = await Task.WhenAll(batch.Select(id => FindViewAsync(context, id)));
            views.AddRange(found.OfType<OrganizationView>().Where(view => caller.Role != Role.User || view.RightsOf(caller) is not null));
        }

        return views;
    }

    private async Task<OrganizationView?> FindViewAsync(IResolveFieldContext context, string organizationId) =>
        (OrganizationView?)await CallerContext.Of(context).ScopeAsync(organizationId, id => FindAsync(id, context.CancellationToken));
}

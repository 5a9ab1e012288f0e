using Billing.Api.Security;
using Billing.Contracts.ReadModel;
using GraphQL;

namespace Billing.Api.Organizations;

/// <summary>Where the caller, a USER, is a member: looked up once for a request.</summary>
internal sealed class OwnOrganizations
{
    private readonly Task<IReadOnlyList<string>> ids;

    private OwnOrganizations(Task<IReadOnlyList<string>> ids) => this.ids = ids;

    public static Task<IReadOnlyList<string>> OfAsync(IResolveFieldContext context)
    {
        var readModel = (IReadModel)context.RequestServices!.GetService(typeof(IReadModel))!;
        return CallerContext.Of(context).Share(() => new OwnOrganizations(
            readModel.OrganizationsOfMemberAsync(Caller.Of(context).Subject, context.CancellationToken))).ids;
    }
}

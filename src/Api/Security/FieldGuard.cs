using Billing.Api.Errors;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Resolvers;

namespace Billing.Api.Security;

/// <summary>The rule for one field: lets the caller pass or throws.</summary>
internal sealed class FieldGuard(RightMark mark, bool writes, OrganizationArgument? argument, IOrganizationScopes organizations)
{
    /// <exception cref="NotFoundException">The organization does not exist, or must look so.</exception>
    /// <exception cref="ForbiddenException">The caller lacks the right.</exception>
    public ValueTask CheckAsync(IResolveFieldContext context)
    {
        var caller = Caller.Of(context);
        if (!mark.NeedsOrganization)
        {
            Check(context, caller, null);
            return default;
        }
        if (context.Source is IOrganizationScope scope)
        {
            Check(context, caller, RightsOf(caller, scope));
            return default;
        }
        return new ValueTask(CheckNamedAsync(context, caller));
    }

    internal static MemberRights? RightsOf(Caller caller, IOrganizationScope scope) =>
        caller.Role == Role.User ? scope.RightsOf(caller) : MemberRights.All;

    private async Task CheckNamedAsync(IResolveFieldContext context, Caller caller)
    {
        var id = argument?.Read(context);
        if (!OrganizationArgument.IsPlausible(id))
        {
            throw NotFoundException.Organization;
        }
        var scope = await CallerContext.Of(context).ScopeAsync(id, key => organizations.FindAsync(key, context.CancellationToken))
            ?? throw NotFoundException.Organization;
        Check(context, caller, RightsOf(caller, scope));
    }

    private void Check(IResolveFieldContext context, Caller caller, MemberRights? member)
    {
        var isSelf = mark.SelfArgument is { } self && context.GetArgument<string?>(self) == caller.Subject;
        switch (AccessDecision.Decide(mark, caller, writes, member, isSelf))
        {
            case Access.Hidden:
                throw NotFoundException.Organization;
            case Access.Forbidden:
                throw new ForbiddenException();
        }
    }
}

/// <summary>Asks the guard, then the field. What it yields is looked at once more where that is an organization.</summary>
internal sealed class GuardedResolver(FieldGuard guard, IFieldResolver inner, bool yieldsScope) : IFieldResolver
{
    public ValueTask<object?> ResolveAsync(IResolveFieldContext context)
    {
        var check = guard.CheckAsync(context);
        return check.IsCompletedSuccessfully && !yieldsScope ? inner.ResolveAsync(context) : ResolveSlowlyAsync(check, context);
    }

    private async ValueTask<object?> ResolveSlowlyAsync(ValueTask check, IResolveFieldContext context)
    {
        await check;
        var result = await inner.ResolveAsync(context);
        return yieldsScope ? Visible(result, Caller.Of(context)) : result;
    }

    private static object? Visible(object? result, Caller caller) => result switch
    {
        IOrganizationScope scope when FieldGuard.RightsOf(caller, scope) is null => throw NotFoundException.Organization,
        IDataLoaderResult later => new VisibleLater(later, caller),
        _ => result,
    };

    private sealed class VisibleLater(IDataLoaderResult inner, Caller caller) : IDataLoaderResult
    {
        public async Task<object?> GetResultAsync(CancellationToken cancellationToken = default) =>
            Visible(await inner.GetResultAsync(cancellationToken), caller);
    }
}

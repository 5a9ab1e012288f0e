using Billing.Api.Errors;
using Billing.Api.Organizations;
using Billing.Api.Paging;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Contracts.Accounts;
using Billing.Contracts.ReadModel;
using GraphQL;
using GraphQL.Types;

namespace Billing.Api.Accounts;

/// <summary>An account as one request sees it.</summary>
public sealed record AccountView(AccountReading Reading)
{
    /// <exception cref="NotFoundException">There is none.</exception>
    internal static async Task<AccountView> GetAsync(IResolveFieldContext context, string id) => await FindAsync(context, id) ?? throw NotFoundException.Account;

    internal static async Task<AccountView?> FindAsync(IResolveFieldContext context, string id) =>
        OrganizationArgument.IsPlausible(id, "acc_") && await CallerContext.Of(context).AccountAsync(id, one => Grain(context, one).ReadAsync()) is { } reading ? new(reading) : null;

    /// <summary>In the order of the ids.</summary>
    internal static async Task<IReadOnlyList<AccountView>> ManyAsync(IResolveFieldContext context, IEnumerable<string> ids)
    {
        var views = new List<AccountView>();
        foreach (var batch in ids.Chunk(OrganizationDirectory.AtOnce)) views.AddRange(await Task.WhenAll(batch.Select(id => GetAsync(context, id))));
        return views;
    }

    /// <summary>For a caller who names it: staff and services, and members of one of its organizations.</summary>
    internal static async Task<AccountView> GetForCallerAsync(IResolveFieldContext context, string id)
    {
        var account = await GetAsync(context, id);
        return Caller.Of(context).Role != Role.User || (await account.OrganizationsForAsync(context)).Any() ? account : throw NotFoundException.Account;
    }

    /// <summary>The ids of those that the caller may see, oldest first: a USER's own only.</summary>
    internal async Task<IEnumerable<string>> OrganizationsForAsync(IResolveFieldContext context)
    {
        var all = Reading.Organizations.Select(organization => organization.Value);
        var caller = Caller.Of(context);
        if (caller.Role != Role.User) return all;
        var own = await OwnOrganizations.OfAsync(context);
        return all.Where(own.Contains);
    }

    internal static IAccountGrain Grain(IResolveFieldContext context, string id) =>
        ((IGrainFactory)context.RequestServices!.GetService(typeof(IGrainFactory))!).GetGrain<IAccountGrain>(id);
}

public sealed class AccountType : ObjectGraphType<AccountView>, INodeType
{
    public AccountType()
    {
        Name = NodeName;
        Description = "A customer's account: one or more organizations.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<IdGraphType>>("id").Description("acc_…").Resolve(context => context.Source.Reading.Id.Value);
        Field<NonNullGraphType<StringGraphType>>("name").Description("1 to 200 characters.").Resolve(context => context.Source.Reading.Name);
        Field<DateTimeScalar>("testClock").Description("Set on test accounts only: the account's own time.").Resolve(context => context.Source.Reading.TestClock);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OrganizationType>>>>("organizations").Description("Oldest first; those that the caller may see.")
            .ResolveAsync(async context => await OrganizationDirectory.Of(context).ManyAsync(
                context, await context.Source.OrganizationsForAsync(context)));
    }

    public static string NodeName => "Account";
}

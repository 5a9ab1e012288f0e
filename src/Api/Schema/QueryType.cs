using System.Globalization;
using Billing.Api.Accounts;
using Billing.Api.AdHoc;
using Billing.Api.Catalog;
using Billing.Api.Enums;
using Billing.Api.Errors;
using Billing.Api.Organizations;
using Billing.Api.Paging;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Contracts.ReadModel;
using Billing.Contracts.Serialization;
using Billing.Domain.AdHoc;
using Billing.Domain.Organizations;
using GraphQL;
using GraphQL.Types;
using NodaTime;

namespace Billing.Api.Schema;

public sealed class QueryType : ObjectGraphType
{
    private const string Organizations = "organizations";
    private const string Accounts = "accounts";
    private const string AdHocRequests = "adHocRequests";

    private readonly CursorCodec cursors;

    public QueryType(CursorCodec cursors)
    {
        this.cursors = cursors;
        Name = "Query";
        Description = "Reads.";
        Field<NonNullGraphType<ViewerType>>("viewer").Description("Who is calling, and what they may do.").Requires(Right.SignedIn).Resolve(Caller.Of);
        Field<AccountType>("account").Description("An account by its id.").Requires(Right.SignedIn)
            .Argument<NonNullGraphType<IdGraphType>>("id", "acc_…")
            .ResolveAsync(async context => await AccountView.GetForCallerAsync(context, context.GetArgument<string>("id")));
        Field<OrganizationType>("organization").Description("An organization by its id.").Requires(Right.SignedIn)
            .Argument<NonNullGraphType<IdGraphType>>("id", "org_…")
            .ResolveAsync(async context => await OrganizationDirectory.Of(context).GetAsync(context, context.GetArgument<string>("id")));
        Field<NonNullGraphType<ConnectionGraphType<OrganizationView, OrganizationType>>>(Organizations)
            .Description("Every organization, for staff: find those in grace, or locked.").Requires(Right.StaffOrServiceRead)
            .Argument<ListGraphType<NonNullGraphType<AccountStateType>>>("state", "Only those in one of these.")
            .Argument<StringGraphType>("search", "A part of the name, any case, or an id.")
            .Argument<IdGraphType>("accountId", "Only those of this account.")
            .Argument<DateTimeScalar>("renewsBefore", "Only those whose period or trial ends before.")
            .Argument<BooleanGraphType>("hasUnknownPayment", "Only those with, or without, a payment whose outcome is not known.")
            .Argument<IntGraphType>("first", "1 to 100.", argument => argument.DefaultValue = 50)
            .Argument<StringGraphType>("after", "A cursor of this list.")
            .ResolveAsync(async context => await OrganizationsAsync(context));
        Field<NonNullGraphType<ConnectionGraphType<AccountView, AccountType>>>(Accounts).Description("Every account, for staff.").Requires(Right.StaffOrServiceRead)
            .Argument<StringGraphType>("search", "A part of the name, any case, or an id.")
            .Argument<IntGraphType>("first", "1 to 100.", argument => argument.DefaultValue = 50)
            .Argument<StringGraphType>("after", "A cursor of this list.")
            .ResolveAsync(async context => await AccountsAsync(context));
        Field<NonNullGraphType<ConnectionGraphType<AdHocView, AdHocSeatRequestType>>>(AdHocRequests)
            .Description("Staff's queue of ad hoc seat requests, the ones due first on top; those that were answered come behind those that wait.").Requires(Right.StaffOrServiceRead)
            .Argument<ListGraphType<NonNullGraphType<AdHocStateType>>>("state", "Only those in one of these.")
            .Argument<IntGraphType>("first", "1 to 100.", argument => argument.DefaultValue = 50)
            .Argument<StringGraphType>("after", "A cursor of this list.")
            .ResolveAsync(async context => await AdHocPages.OfAsync(
                context, PageRequest.Of(context, cursors, AdHocRequests), key => cursors.Encode(AdHocRequests, key), context.GetArgument<List<AdHocState>?>("state")));
        Field<NonNullGraphType<CatalogType>>("catalog").Description("Plans, list prices, storage allocations and object sizes.").Requires(Right.SignedIn).Resolve(PlanType.CatalogOf);
    }

    private async Task<Connection<OrganizationView>> OrganizationsAsync(IResolveFieldContext context)
    {
        var request = PageRequest.Of(context, cursors, Organizations);
        var filter = new OrganizationFilter(
            context.GetArgument<List<AccountState>?>("state")?.Select(Names.Of).ToList(), SearchOf(context), context.GetArgument<string?>("accountId"),
            context.GetArgument<Instant?>("renewsBefore"), context.GetArgument<bool?>("hasUnknownPayment"));
        var page = await ReadModel(context).OrganizationsAsync(filter, request.First, request.AfterNumber, context.CancellationToken);
        var views = (await OrganizationDirectory.Of(context).ManyAsync(context, page.Items.Select(item => item.Row.Id))).ToDictionary(view => view.Id.Value);
        var edges = page.Items.Where(item => views.ContainsKey(item.Row.Id)).Select(item => new Edge<OrganizationView>(Cursors(Organizations), Key(item.Key), views[item.Row.Id]));
        return new([.. edges], page.HasNext, request.After is not null, page.TotalCount);
    }

    private async Task<Connection<AccountView>> AccountsAsync(IResolveFieldContext context)
    {
        var request = PageRequest.Of(context, cursors, Accounts);
        var page = await ReadModel(context).AccountsAsync(SearchOf(context), request.First, request.AfterNumber, context.CancellationToken);
        var views = await AccountView.ManyAsync(context, page.Items.Select(item => item.Row.Id));
        return new(
            [.. page.Items.Zip(views, (item, view) => new Edge<AccountView>(Cursors(Accounts), Key(item.Key), view))], page.HasNext, request.After is not null, page.TotalCount);
    }

    /// <exception cref="BadInputException">It has characters that no name has.</exception>
    private static string? SearchOf(IResolveFieldContext context) => context.GetArgument<string?>("search") is not { } search ? null
        : search.Any(char.IsControl) ? throw new BadInputException("Control characters are in no name.", "search") : search;

    private Func<string, string> Cursors(string list) => key => cursors.Encode(list, key);

    private static string Key(long key) => key.ToString(CultureInfo.InvariantCulture);

    private static IReadModel ReadModel(IResolveFieldContext context) => (IReadModel)context.RequestServices!.GetService(typeof(IReadModel))!;
}

public sealed class ViewerType : ObjectGraphType<Caller>
{
    public ViewerType()
    {
        Name = "Viewer";
        Description = "The caller.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<IdGraphType>>("id").Description("The token's subject.").Resolve(context => context.Source.Subject);
        Field<NonNullGraphType<RoleType>>("role").Description("The token's role.").Resolve(context => context.Source.Role);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>>("organizationIds").Description("Where a USER is a member; empty for staff and services, who are members of none.")
            .ResolveAsync(async context => context.Source.Role == Role.User
                ? await OwnOrganizations.OfAsync(context)
                : []);
    }
}

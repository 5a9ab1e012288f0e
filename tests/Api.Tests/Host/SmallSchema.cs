using Billing.Api.Errors;
using Billing.Api.Paging;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Api.Subscriptions;
using GraphQL;
using GraphQL.Types;
using NodaTime;

namespace Billing.Api.Tests.Host;

/// <summary>A schema as small as the gateway's tests allow.</summary>
internal sealed class SmallSchema : GraphQL.Types.Schema
{
    public SmallSchema(IServiceProvider services)
        : base(services)
    {
        Query = new SmallQuery(services.GetRequiredService<CursorCodec>(), services.GetRequiredService<TestOrganizations>());
        Mutation = new SmallMutation();
        Subscription = new SmallSubscription(services.GetRequiredService<TestEvents>());
    }
}

internal sealed record TestOrganization(string Id, string Name, IReadOnlyDictionary<string, MemberRights> Members) : IOrganizationScope
{
    public MemberRights? RightsOf(Caller caller) => Members.GetValueOrDefault(caller.Subject);
}

internal sealed class TestOrganizations : IOrganizationScopes
{
    private readonly Dictionary<string, TestOrganization> all = new(StringComparer.Ordinal)
    {
        ["org_1"] = new("org_1", "Acme", new Dictionary<string, MemberRights>
        {
            ["owner"] = new(Owner: true, false, false, false),
            ["biller"] = new(false, Billing: true, false, false),
            ["manager"] = new(false, false, UserManagement: true, false),
            ["operator"] = new(false, false, false, PlatformUsage: true),
            ["plain"] = MemberRights.Plain,
        }),
        ["org_2"] = new("org_2", "Other", new Dictionary<string, MemberRights> { ["stranger"] = MemberRights.All }),
    };

    public List<string> Asked { get; } = [];

    public TestOrganization? Find(string id) => all.GetValueOrDefault(id);

    public Task<IOrganizationScope?> FindAsync(string organizationId, CancellationToken cancellationToken)
    {
        Asked.Add(organizationId);
        return Task.FromResult<IOrganizationScope?>(Find(organizationId));
    }
}

internal sealed class TestOrganizationType : ObjectGraphType<TestOrganization>, INodeType
{
    public static string NodeName => "Organization";

    public TestOrganizationType()
    {
        Name = NodeName;
        this.IsOrganizationScope();
        Field<NonNullGraphType<IdGraphType>>("id").Requires(Right.Member).Resolve(context => context.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("name").Requires(Right.Member).Resolve(context => context.Source.Name);
        Field<StringGraphType>("money").Requires(Right.Billing).Resolve(_ => "much");
        Field<StringGraphType>("people").Requires(Right.UserManagement, Right.Billing).Resolve(_ => "many");
        Field<StringGraphType>("usage").Requires(Right.PlatformUsage).Resolve(_ => "some");
        Field<StringGraphType>("secret").Requires(Right.Owner).Resolve(_ => "none");
        Field<StringGraphType>("member").Argument<NonNullGraphType<IdGraphType>>("id").RequiresSelfOr("id", Right.UserManagement)
            .Resolve(context => context.GetArgument<string>("id"));
        Field<ListGraphType<NonNullGraphType<TestOrganizationType>>>("friends").Requires(Right.Member).Resolve(context => new[] { context.Source });
    }
}

internal sealed class SmallQuery : ObjectGraphType
{
    public SmallQuery(CursorCodec cursors, TestOrganizations organizations)
    {
        Name = "Query";
        this.FieldsRequire(Right.SignedIn);
        Field<StringGraphType>("hello").Argument<StringGraphType>("name").Resolve(context => "Hello " + context.GetArgument<string?>("name"));
        Field<StringGraphType>("role").Resolve(context => Caller.Of(context).Role.ToString());
        Field<StringGraphType>("bug").Resolve(_ => throw new InvalidOperationException("secret detail"));
        Field<NonNullGraphType<StringGraphType>>("hardBug").Resolve(_ => throw new InvalidOperationException("secret detail"));
        Field<StringGraphType>("late").Resolve(_ => throw new TimeoutException("secret detail"));
        Field<StringGraphType>("wrong").Resolve(_ => throw new BadInputException("first must be small.", "first"));
        Field<StringGraphType>("stuck").ResolveAsync(async _ => await new TaskCompletionSource<string>().Task);
        Field<DateScalar>("date").Argument<DateScalar>("of").Resolve(context => context.GetArgument<LocalDate?>("of"));
        Field<DateTimeScalar>("instant").Argument<DateTimeScalar>("of").Resolve(context => context.GetArgument<Instant?>("of"));
        Field<LongScalar>("long").Argument<LongScalar>("of").Resolve(context => context.GetArgument<long?>("of"));
        Field<TestOrganizationType>("organization").Argument<NonNullGraphType<IdGraphType>>("id")
            .Resolve(context => organizations.Find(context.GetArgument<string>("id")) ?? throw NotFoundException.Organization);
        Field<NonNullGraphType<ConnectionGraphType<TestOrganization, TestOrganizationType>>>("organizations")
            .Argument<IntGraphType>("first", argument => argument.DefaultValue = 50)
            .Argument<StringGraphType>("after")
            .Requires(Right.StaffOrServiceRead)
            .Resolve(context => Page(context, cursors, organizations));
    }

    private static Connection<TestOrganization> Page(IResolveFieldContext context, CursorCodec cursors, TestOrganizations organizations)
    {
        var page = PageRequest.Of(context, cursors, "organizations");
        var all = new[] { organizations.Find("org_1")!, organizations.Find("org_2")! };
        var rest = all.Where(one => page.After is null || string.CompareOrdinal(one.Id, page.After) > 0).ToList();
        var edges = rest.Take(page.First).Select(one => new Edge<TestOrganization>(key => cursors.Encode("organizations", key), one.Id, one)).ToList();
        return new(edges, rest.Count > edges.Count, page.After is not null, all.Length);
    }
}

internal sealed class SmallInputType : InputObjectGraphType
{
    public SmallInputType()
    {
        Name = "SmallInput";
        Field<NonNullGraphType<IdGraphType>>("organizationId");
    }
}

internal sealed class SmallMutation : ObjectGraphType
{
    public SmallMutation()
    {
        Name = "Mutation";
        Add("buy", Right.Billing);
        Add("report", Right.Service);
        Add("sign", Right.Staff);
        Add("handOver", Right.Owner);
    }

    private void Add(string name, Right right) =>
        Field<StringGraphType>(name).Argument<NonNullGraphType<SmallInputType>>("input").Requires(right).Resolve(_ => "done");
}

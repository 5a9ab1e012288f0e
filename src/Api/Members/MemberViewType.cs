using Billing.Api.Enums;
using Billing.Api.Organizations;
using Billing.Api.Paging;
using Billing.Api.Scalars;
using Billing.Api.Seasons;
using Billing.Api.Security;
using Billing.Domain.Members;
using GraphQL.Types;

namespace Billing.Api.Members;

/// <summary>A member, and the organization that he is a member of.</summary>
public sealed record MemberView(Member Member, OrganizationView Organization);

public sealed class MemberViewType : ObjectGraphType<MemberView>, INodeType
{
    public MemberViewType()
    {
        Name = NodeName;
        Description = "Somebody who has, or had, a seat.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<IdGraphType>>("id").Description("mem_… or the product's own id.").Resolve(context => context.Source.Member.Id.Value);
        Field<NonNullGraphType<StringGraphType>>("name").Description("1 to 200 characters.").Resolve(context => context.Source.Member.Name);
        Field<NonNullGraphType<StringGraphType>>("email").Description("Where mail to the member goes.").Resolve(context => context.Source.Member.Email);
        Field<NonNullGraphType<MemberTypeType>>("type").Description("Which kind of seat.").Resolve(context => context.Source.Member.Type);
        Field<NonNullGraphType<MemberStatusType>>("status").Description("Whether he has signed in yet, or was removed.").Resolve(context => context.Source.Member.Status);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<SeasonType>>>>("seasons").Description("In which he has a slot, or had one until they ended; in the order of their opening.")
            .Resolve(context => SeasonView.Of(context.Source.Organization, context.Source.Member));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<PermissionType>>>>("permissions").Description("What he may do here; the owner everything.")
            .Resolve(context => Enum.GetValues<Permission>().Where(context.Source.Member.Holds));
        Field<StringGraphType>("permissionSet").Description("The product's own name for what he may do there.").Resolve(context => context.Source.Member.PermissionSet);
        Field<NonNullGraphType<BooleanGraphType>>("isOwner").Description("The one who holds every permission.").Resolve(context => context.Source.Member.IsOwner);
        Field<NonNullGraphType<AccessType>>("access").Description("What he may reach right now.").Resolve(context => context.Source.Organization.AccessOf(context.Source.Member));
        Field<NonNullGraphType<DateTimeScalar>>("invitedAt").Description("When he was added.").Resolve(context => context.Source.Member.InvitedAt);
        Field<DateTimeScalar>("firstSignInAt").Description("Null until he has signed in.").Resolve(context => context.Source.Member.FirstSignInAt);
        Field<DateTimeScalar>("lastSignInAt").Description("Null until he has signed in.").Resolve(context => context.Source.Member.LastSignInAt);
    }

    public static string NodeName => "Member";
}

public sealed class AccessType : ObjectGraphType<AccessView>
{
    public AccessType()
    {
        Name = "Access";
        Description = "What a member may reach at this instant.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<BooleanGraphType>>("allowed").Description("Whether to let him in at all.").Resolve(context => context.Source.Allowed);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<SectionType>>>>("sections").Description("Where to.").Resolve(context => context.Source.Sections);
        Field<StringGraphType>("reason").Description("Why not everywhere, in words.").Resolve(context => context.Source.Reason);
    }
}

using System.Collections.Immutable;
using Billing.Api.Enums;
using Billing.Api.Input;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Members;

public sealed record AddMemberInput : IOrganizationOrder
{
    public required string OrganizationId { get; init; }

    public string? MemberId { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public required MemberType Type { get; init; }

    public required ImmutableArray<string> SeasonIds { get; init; }

    public required ImmutableArray<Permission> Permissions { get; init; }

    public string? PermissionSet { get; init; }

    public string? IdempotencyKey { get; init; }

    public void Check(InputCheck check)
    {
        check.Id(MemberId, "memberId").Name(Name, "name").Email(Email, "email").Ids(SeasonIds, "seasonIds");
        MemberBounds.Check(check, Type, SeasonIds, Permissions);
        check.Name(PermissionSet, "permissionSet").Key(IdempotencyKey);
    }

    public AddMember ToCommand() => new(MemberId is { } id ? new(id) : null, Name, Email, Type, [.. Permissions.Distinct()], PermissionSet)
    {
        SeasonIds = MemberBounds.Distinct(SeasonIds),
    };
}

public sealed class AddMemberInputType : InputType<AddMemberInput>
{
    public AddMemberInputType()
        : base("A new member, who takes a seat at once.")
    {
        OrganizationId();
        Optional<IdGraphType>("memberId", "The product's own id of this person; made here when left out.");
        Required<StringGraphType>("name", "1 to 200 characters.");
        Required<StringGraphType>("email", "Where the invitation goes.");
        Required<MemberTypeType>("type", "Which kind of seat.");
        OptionalList<IdGraphType>("seasonIds", "For SEASONAL members: the windows of access, at most 100.");
        OptionalList<PermissionType>("permissions", "Only what the caller holds; none when left out.");
        Optional<StringGraphType>("permissionSet", "The product's own name for what the member may do there.");
        Key();
    }

    protected override AddMemberInput Read(InputFields fields) => new()
    {
        OrganizationId = fields.Id("organizationId"),
        MemberId = fields.OptionalId("memberId"),
        Name = fields.Name("name"),
        Email = fields.Text("email"),
        Type = fields.Value<MemberType>("type"),
        SeasonIds = fields.Ids("seasonIds"),
        Permissions = fields.List<Permission>("permissions"),
        PermissionSet = fields.OptionalName("permissionSet"),
        IdempotencyKey = fields.OptionalText("idempotencyKey"),
    };
}

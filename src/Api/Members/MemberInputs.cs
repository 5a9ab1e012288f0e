using System.Collections.Immutable;
using Billing.Api.Enums;
using Billing.Api.Input;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Members;

/// <summary>What is null stays as it is; an empty list empties.</summary>
public sealed record UpdateMemberInput : IOrganizationOrder
{
    public required string OrganizationId { get; init; }

    public required string MemberId { get; init; }

    public string? Name { get; init; }

    public string? Email { get; init; }

    public MemberType? Type { get; init; }

    public ImmutableArray<string>? SeasonIds { get; init; }

    public ImmutableArray<Permission>? Permissions { get; init; }

    public string? PermissionSet { get; init; }

    public void Check(InputCheck check)
    {
        check.Id(MemberId, "memberId").Name(Name, "name").Email(Email, "email").Ids(SeasonIds, "seasonIds");
        MemberBounds.Check(check, Type, SeasonIds, Permissions);
        check.TextOrNone(PermissionSet, "permissionSet");
    }

    public UpdateMember ToCommand() => new(
        new(MemberId), Name, Email, Type, SeasonIds is { } seasons ? MemberBounds.Distinct(seasons) : null,
        Permissions is { } permissions ? [.. permissions.Distinct()] : null, PermissionSet);
}

/// <summary>Names a member, and nothing else.</summary>
public sealed record RemoveMemberInput(string OrganizationId, string MemberId) : IOrganizationOrder
{
    public void Check(InputCheck check) => check.Id(MemberId, "memberId");
}

public sealed record RecordSignInInput(string OrganizationId, string MemberId) : IOrganizationOrder
{
    public void Check(InputCheck check) => check.Id(MemberId, "memberId");

    public RecordSignIn ToCommand() => new(new(MemberId));
}

internal static class MemberBounds
{
    private const int MostPermissions = 3;

    public static void Check(InputCheck check, MemberType? type, ImmutableArray<string>? seasonIds, ImmutableArray<Permission>? permissions)
    {
        if (type is MemberType.FullTime or MemberType.Collaborator && seasonIds is { IsEmpty: false }) check.Add("seasonIds", "is for SEASONAL members only");
        check.List(permissions, "permissions", MostPermissions, (_, _, _) => { });
    }

    /// <summary>Naming a season twice is naming it.</summary>
    public static ImmutableArray<Domain.SeasonId> Distinct(ImmutableArray<string> ids) => [.. ids.Distinct(StringComparer.Ordinal).Select(id => new Domain.SeasonId(id))];
}

public sealed class UpdateMemberInputType : InputType<UpdateMemberInput>
{
    public UpdateMemberInputType()
        : base("What is left out stays as it is.")
    {
        OrganizationId();
        Required<IdGraphType>("memberId", "mem_… or the product's own id.");
        Optional<StringGraphType>("name", "1 to 200 characters.");
        Optional<StringGraphType>("email", "Where mail to the member goes.");
        Optional<MemberTypeType>("type", "Another kind of seat: the old one is free at once, with its future and current slots.");
        OptionalList<IdGraphType>("seasonIds", "For SEASONAL members: all windows of access from now on, at most 100. Seasons that have ended stay as history.");
        OptionalList<PermissionType>("permissions", "All that he is to hold; only what the caller holds can be granted.");
        Optional<StringGraphType>("permissionSet", "The product's own name for what he may do there; empty takes it away.");
    }

    protected override UpdateMemberInput Read(InputFields fields) => new()
    {
        OrganizationId = fields.Id("organizationId"),
        MemberId = fields.Id("memberId"),
        Name = fields.OptionalName("name"),
        Email = fields.OptionalText("email"),
        Type = fields.OptionalValue<MemberType>("type"),
        SeasonIds = fields.OptionalIds("seasonIds"),
        Permissions = fields.OptionalList<Permission>("permissions"),
        PermissionSet = fields.OptionalName("permissionSet"),
    };
}

public sealed class RemoveMemberInputType : InputType<RemoveMemberInput>
{
    public RemoveMemberInputType()
        : base("Names a member.")
    {
        OrganizationId();
        Required<IdGraphType>("memberId", "mem_… or the product's own id.");
    }

    protected override RemoveMemberInput Read(InputFields fields) => new(fields.Id("organizationId"), fields.Id("memberId"));
}

public sealed class RecordSignInInputType : InputType<RecordSignInInput>
{
    public RecordSignInInputType()
        : base("Who has signed in.")
    {
        OrganizationId();
        Required<IdGraphType>("memberId", "mem_… or the product's own id.");
    }

    protected override RecordSignInInput Read(InputFields fields) => new(fields.Id("organizationId"), fields.Id("memberId"));
}

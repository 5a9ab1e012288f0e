using Billing.Domain.Members;
using Billing.Domain.Organizations;

namespace Billing.Domain.Tests.Members;

public class MemberTests
{
    [Fact]
    public void A50_the_owner_holds_every_permission_and_takes_a_full_time_seat()
    {
        var life = Life.Signed(Life.Terms with { FullTimeSeats = 1 });
        Assert.All(Enum.GetValues<Permission>(), permission => Assert.True(life.State.Owner.Holds(permission)));
        Assert.Equal(1, life.State.Assigned(MemberType.FullTime));
        Assert.Equal((ErrorCode.NoSeatAvailable, "type"), (life.Add("bo").Error, life.Add("bo").Field));
    }

    [Fact]
    public void R13_R68_A06_an_admin_manages_billing_only_where_selected()
    {
        var life = Life.Signed();
        var ann = life.Add("ann", MemberType.FullTime, Permission.Billing).MemberId!.Value;
        var bo = life.Add("bo", MemberType.FullTime, Permission.UserManagement, Permission.PlatformUsage).MemberId!.Value;
        Assert.True(life.State.Members[ann].Holds(Permission.Billing));
        Assert.False(life.State.Members[bo].Holds(Permission.Billing));
        Assert.True(life.State.Owner.Holds(Permission.Billing));
    }

    [Fact]
    public void A50_nobody_grants_what_he_lacks()
    {
        var life = Life.Signed();
        var ann = life.Add("ann", MemberType.FullTime, Permission.UserManagement).MemberId!.Value;
        life.Actor = new(ann.Value, false);
        var refused = life.Add("bo", MemberType.FullTime, Permission.Billing);
        Assert.Equal((ErrorCode.InvalidInput, "permissions"), (refused.Error, refused.Field));
        Assert.Null(life.Add("bo", MemberType.FullTime, Permission.UserManagement).Error);
        life.Actor = Life.OwnerActor;
        Assert.Null(life.Add("cy", MemberType.FullTime, Permission.Billing).Error);
    }

    [Fact]
    public void A50_an_address_or_id_is_a_member_once()
    {
        var life = Life.Signed();
        life.Do(new AddMember(new("mem_x"), "Bo", "bo@example.com", MemberType.FullTime, [], null));
        Assert.Equal("email", life.Do(new AddMember(null, "Bo", "BO@example.com", MemberType.FullTime, [], null)).Field);
        Assert.Equal("memberId", life.Do(new AddMember(new("mem_x"), "Cy", "cy@example.com", MemberType.FullTime, [], null)).Field);
    }

    [Fact]
    public void A50_collaborators_take_collaborator_seats()
    {
        var life = Life.Signed(Life.Terms with { CollaboratorSeats = 1 });
        Assert.Null(life.Add("bo", MemberType.Collaborator).Error);
        Assert.Equal(ErrorCode.NoSeatAvailable, life.Add("cy", MemberType.Collaborator).Error);
        Assert.Equal(1, life.State.Assigned(MemberType.FullTime));
    }

    [Fact]
    public void A50_members_need_a_contract() => Assert.Equal(ErrorCode.NoSubscription, new Life().Add("bo").Error);
}

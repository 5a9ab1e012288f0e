using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Organizations;

namespace Billing.Domain.Tests.Members;

public class RosterChangeTests
{
    [Fact]
    public void R41_a_members_record_can_be_changed_later()
    {
        var life = Life.Signed();
        var ann = life.Add("ann").MemberId!.Value;
        Assert.Null(life.Do(new UpdateMember(ann, "Anna", "anna@example.com", null, null, [Permission.UserManagement], "Supervisor")).Error);
        var member = life.Member(ann);
        Assert.Equal(("Anna", "anna@example.com", "Supervisor"), (member.Name, member.Email, member.PermissionSet));
        Assert.True(member.Holds(Permission.UserManagement));
        var events = life.Journal.Count;
        life.Do(new UpdateMember(ann, "Anna", "anna@example.com", null, null, [Permission.UserManagement], "Supervisor"));
        Assert.Equal(events, life.Journal.Count);
    }

    [Fact]
    public void R41_an_empty_permission_set_takes_it_away()
    {
        var life = Life.Signed();
        var ann = life.Add("ann").MemberId!.Value;
        life.Do(new UpdateMember(ann, null, null, null, null, null, "Supervisor"));
        life.Do(new UpdateMember(ann, null, null, null, null, null, ""));
        Assert.Null(life.Member(ann).PermissionSet);
    }

    [Fact]
    public void R41_another_members_address_is_refused_in_any_case_and_a_removed_ones_is_free()
    {
        var life = Life.Signed();
        var (ann, bo) = (life.Add("ann").MemberId!.Value, life.Add("bo").MemberId!.Value);
        var refused = life.Update(ann, email: "BO@example.com");
        Assert.Equal((ErrorCode.MemberExists, "email"), (refused.Error, refused.Field));
        Assert.Null(life.Update(ann, email: "ANN@example.com").Error);
        life.Do(new RemoveMember(bo));
        Assert.Null(life.Update(ann, email: "bo@example.com").Error);
        Assert.Null(life.Add("ann").Error);
    }

    [Fact]
    public void A18_removing_a_member_frees_his_seat_and_repeating_it_changes_nothing()
    {
        var life = Life.Signed(Life.Terms with { FullTimeSeats = 2 });
        var ann = life.Add("ann").MemberId!.Value;
        Assert.Equal(ErrorCode.NoSeatAvailable, life.Add("bo").Error);
        Assert.Null(life.Do(new RemoveMember(ann)).Error);
        Assert.False(life.AccessOf(ann).IsAllowed);
        var events = life.Journal.Count;
        Assert.Null(life.Do(new RemoveMember(ann)).Error);
        Assert.Equal(events, life.Journal.Count);
        Assert.Null(life.Add("bo").Error);
    }

    [Fact]
    public void A_removed_members_id_is_named_and_so_is_an_unknown_one()
    {
        var life = Life.Signed();
        var ann = life.Add("ann").MemberId!.Value;
        life.Do(new RemoveMember(ann));
        foreach (var id in new[] { ann, new MemberId("mem_none") })
        {
            OrganizationCommand[] orders =
                [new UpdateMember(id, "Anna", null, null, null, null, null), new ResendInvitation(id), new TransferOwnership(id), new RecordSignIn(id)];
            Assert.All(orders, order => Assert.Equal((ErrorCode.InvalidInput, "memberId"), (life.Do(order).Error, life.Do(order).Field)));
        }

        Assert.Equal("memberId", life.Do(new RemoveMember(new("mem_none"))).Field);
        var again = life.Do(new AddMember(ann, "ann", "ann@example.com", MemberType.FullTime, [], null));
        Assert.Equal((ErrorCode.MemberExists, "memberId"), (again.Error, again.Field));
    }

    [Fact]
    public void A50_the_owner_cannot_be_removed_or_demoted()
    {
        var life = Life.Signed(Life.Terms with { CollaboratorSeats = 1 });
        Assert.Equal("memberId", life.Do(new RemoveMember(Life.Owner)).Field);
        Assert.Equal("type", life.Update(Life.Owner, MemberType.Collaborator).Field);
        Assert.Equal("permissions", life.Update(Life.Owner, permissions: [Permission.Billing]).Field);
        Assert.Null(life.Update(Life.Owner, MemberType.FullTime, permissions: Enum.GetValues<Permission>(), name: "Olive").Error);
    }

    [Fact]
    public void A50_only_the_owner_and_staff_change_the_owners_address()
    {
        var life = Life.Signed();
        var ann = life.Add("ann", MemberType.FullTime, Permission.UserManagement).MemberId!.Value;
        life.Actor = new(ann.Value, false);
        Assert.Equal("email", life.Update(Life.Owner, email: "ann2@example.com").Field);
        life.Actor = Life.OwnerActor;
        Assert.Null(life.Update(Life.Owner, email: "olive@example.com").Error);
    }

    [Fact]
    public void A50_nobody_grants_what_he_lacks_to_a_member_who_is_there_already()
    {
        var life = Life.Signed();
        var ann = life.Add("ann", MemberType.FullTime, Permission.UserManagement).MemberId!.Value;
        var bo = life.Add("bo", MemberType.FullTime, Permission.Billing).MemberId!.Value;
        life.Actor = new(ann.Value, false);
        Assert.Equal("permissions", life.Update(ann, permissions: [Permission.UserManagement, Permission.Billing]).Field);
        Assert.Null(life.Update(bo, permissions: [Permission.Billing, Permission.UserManagement]).Error);
        Assert.Null(life.Update(bo, permissions: []).Error);
    }

    [Fact]
    public void A50_ownership_goes_to_another_active_member_with_a_full_time_seat()
    {
        var life = Life.Signed(Life.Terms with { CollaboratorSeats = 1 });
        var (ann, bo) = (life.Add("ann").MemberId!.Value, life.Add("bo", MemberType.Collaborator).MemberId!.Value);
        Assert.Equal("memberId", life.Do(new TransferOwnership(ann)).Field);
        life.Do(new RecordSignIn(ann));
        life.Do(new RecordSignIn(bo));
        Assert.Equal("memberId", life.Do(new TransferOwnership(bo)).Field);
        Assert.Null(life.Do(new TransferOwnership(ann)).Error);
        Assert.Equal(ann, life.State.Owner.Id);
        Assert.All(Enum.GetValues<Permission>(), permission => Assert.True(life.Member(ann).Holds(permission) && life.Member(Life.Owner).Holds(permission)));
        var events = life.Journal.Count;
        Assert.Null(life.Do(new TransferOwnership(ann)).Error);
        Assert.Equal(events, life.Journal.Count);
        Assert.Null(life.Do(new RemoveMember(Life.Owner)).Error);
        Assert.Single(life.State.Members.Values, member => member.IsOwner);
    }

    [Fact]
    public void R40_a_member_is_active_from_his_first_sign_in_and_not_earlier()
    {
        var life = Life.Signed();
        var ann = life.Add("ann").MemberId!.Value;
        Assert.Equal(MemberStatus.Invited, life.Member(ann).Status);
        life.AdvanceTo("2025-01-16");
        life.Do(new RecordSignIn(ann));
        life.AdvanceTo("2025-01-17");
        life.Do(new RecordSignIn(ann));
        var member = life.Member(ann);
        Assert.Equal((MemberStatus.Active, Life.At("2025-01-16"), Life.At("2025-01-17")), (member.Status, member.FirstSignInAt!.Value, member.LastSignInAt!.Value));
        Assert.Single(life.Facts<MemberActivated>());
    }

    [Theory]
    [InlineData("2025-01-31T23:59:59.999Z", ErrorCode.NoAccess), InlineData("2025-02-01", null)]
    [InlineData("2025-02-05T23:59:59.999Z", null), InlineData("2025-02-06", ErrorCode.NoAccess)]
    public void A59_A33_a_sign_in_without_access_at_that_instant_is_refused_and_changes_nothing(string instant, ErrorCode? error)
    {
        var life = Life.Signed();
        var ann = life.Seasonal("ann", life.NewSeason("2025-02-01", "2025-02-05"));
        life.AdvanceTo(instant);
        var events = life.Journal.Count;
        var answer = life.Do(new RecordSignIn(ann));
        Assert.Equal((error, error is null ? null : "memberId"), (answer.Error, answer.Field));
        if (error is not null) Assert.Equal((events, MemberStatus.Invited), (life.Journal.Count, life.Member(ann).Status));
    }

    [Fact]
    public void A01_A06_a_locked_organization_lets_in_those_who_may_manage_billing_and_nobody_else()
    {
        var life = Life.Signed();
        var ann = life.Add("ann", MemberType.FullTime, Permission.Billing).MemberId!.Value;
        var bo = life.Add("bo", MemberType.FullTime, Permission.UserManagement).MemberId!.Value;
        Assert.Equal((true, true), (life.AccessOf(ann).Billing, life.AccessOf(ann).App));
        Assert.Equal((false, true), (life.AccessOf(bo).Billing, life.AccessOf(bo).App));
        life.Says(BankWord.No(), BankWord.No(), BankWord.No());
        life.AdvanceTo("2025-02-18");
        Assert.Equal((true, false), (life.AccessOf(ann).Billing, life.AccessOf(ann).App));
        Assert.Equal((true, false), (life.AccessOf(Life.Owner).Billing, life.AccessOf(Life.Owner).App));
        Assert.False(life.AccessOf(bo).IsAllowed);
        Assert.Equal(ErrorCode.NoAccess, life.Do(new RecordSignIn(bo)).Error);
        Assert.Null(life.Do(new RecordSignIn(ann)).Error);
    }

    [Fact]
    public void A68_a_locked_organization_changes_no_member()
    {
        var life = Life.Signed();
        var ann = life.Add("ann").MemberId!.Value;
        life.Says(BankWord.No(), BankWord.No(), BankWord.No());
        life.AdvanceTo("2025-02-18");
        OrganizationCommand[] orders =
            [new UpdateMember(ann, "Anna", null, null, null, null, null), new RemoveMember(ann), new ResendInvitation(ann), new TransferOwnership(ann)];
        Assert.All(orders, order => Assert.Equal(ErrorCode.Locked, life.Do(order).Error));
    }

    [Fact]
    public void M10_M11_an_invitation_is_sent_again_until_the_member_has_signed_in()
    {
        var life = Life.Signed();
        var ann = life.Add("ann").MemberId!.Value;
        var bo = life.Seasonal("bo", life.NewSeason("2025-02-01", "2025-02-05"));
        life.Do(new ResendInvitation(ann));
        life.Do(new ResendInvitation(bo));
        Assert.Equal([MailTemplate.MemberInvitation, MailTemplate.MemberInvitation], life.TemplatesTo("ann"));
        Assert.Equal([MailTemplate.SeasonInvitation, MailTemplate.SeasonInvitation], life.TemplatesTo("bo"));
        life.Do(new RecordSignIn(ann));
        Assert.Equal("memberId", life.Do(new ResendInvitation(ann)).Field);
    }

    [Fact]
    public void R37_who_lost_the_signup_link_gets_it_again_while_his_window_is_open()
    {
        var life = Life.Signed();
        var bo = life.Seasonal("bo", life.NewSeason("2025-01-10", "2025-02-05"));
        life.Do(new ResendInvitation(bo));
        Assert.Equal(
            [MailTemplate.SeasonInvitation, MailTemplate.SeasonOpenedFirst, MailTemplate.SeasonInvitation, MailTemplate.SeasonOpenedFirst], life.TemplatesTo("bo"));
    }

    [Fact]
    public void R44_types_without_a_free_seat_are_refused_with_the_way_to_more()
    {
        var life = Life.Signed(Life.Terms with { FullTimeSeats = 1 });
        Assert.Equal((ErrorCode.NoSeatAvailable, "type"), (life.Add("ann").Error, life.Add("ann").Field));
        life.BuySeats(1);
        Assert.Null(life.Add("ann").Error);
    }

    [Theory]
    [InlineData(MemberType.FullTime), InlineData(MemberType.Collaborator)]
    public void M10_R43_who_leaves_a_season_before_its_opening_mail_gets_the_signup_link_with_his_seat(MemberType type)
    {
        var life = Life.Signed(Life.Terms with { CollaboratorSeats = 1 });
        var ann = life.Seasonal("ann", life.NewSeason("2025-02-01", "2025-02-28"));
        life.Update(ann, type);
        Assert.Equal([MailTemplate.SeasonInvitation, MailTemplate.MemberInvitation], life.TemplatesTo("ann"));
        Assert.True(life.AccessOf(ann).IsAllowed);
    }

    [Fact]
    public void M10_R43_who_has_the_signup_link_already_gets_no_other_with_his_seat()
    {
        var life = Life.Signed();
        var ann = life.Seasonal("ann", life.NewSeason("2025-01-01", "2025-02-28"));
        life.Update(ann, MemberType.FullTime);
        Assert.Equal([MailTemplate.SeasonInvitation, MailTemplate.SeasonOpenedFirst], life.TemplatesTo("ann"));
    }

    [Fact]
    public void M11_no_invitation_goes_again_to_who_has_no_season_left()
    {
        var life = Life.Signed();
        var ann = life.Seasonal("ann", life.NewSeason("2025-02-01", "2025-02-28"));
        life.Update(ann, seasons: []);
        Assert.Equal((ErrorCode.InvalidInput, "memberId"), (life.Do(new ResendInvitation(ann)).Error, life.Do(new ResendInvitation(ann)).Field));
        Assert.Equal([MailTemplate.SeasonInvitation], life.TemplatesTo("ann"));
    }
}

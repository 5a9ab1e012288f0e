using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Seasons;

namespace Billing.Domain.Tests.Seasons;

public class SeasonTests
{
    [Theory]
    [InlineData("2025-05-31T23:59:59.999Z", false), InlineData("2025-06-01T00:00:00Z", true)]
    [InlineData("2025-06-30T23:59:59.999Z", true), InlineData("2025-07-01T00:00:00Z", false)]
    public void R25_window_closes_the_day_after(string instant, bool open) =>
        Assert.Equal(open, BillingPeriod.OfSeason(new(2025, 6, 1), new(2025, 6, 30)).Contains(Life.At(instant)));

    [Theory]
    [InlineData("2025-05-31T23:59:59.999Z", false), InlineData("2025-06-01T00:00:00Z", true)]
    [InlineData("2025-06-30T23:59:59.999Z", true), InlineData("2025-07-01T00:00:00Z", false)]
    public void R25_R36_A33_access_is_the_window_to_the_millisecond_whether_or_not_anybody_woke_up(string instant, bool allowed)
    {
        var life = Life.Signed();
        var ann = life.Seasonal("ann", life.NewSeason("2025-06-01", "2025-06-30"));
        Assert.Equal(allowed, life.AccessOf(ann, instant).IsAllowed);
    }

    [Fact]
    public void R22_only_contracts_with_windows_take_seasonal_members()
    {
        var life = Life.Signed();
        var refused = life.AddSeasonal("ann");
        Assert.Equal((ErrorCode.NoSeasonalContract, "type"), (refused.Error, refused.Field));
        var season = life.NewSeason("2025-06-01", "2025-06-30");
        Assert.Null(life.AddSeasonal("ann", season).Error);
        life.Do(new RemoveSeason(season));
        Assert.Equal(ErrorCode.NoSeasonalContract, life.AddSeasonal("bo", season).Error);
    }

    [Fact]
    public void R32_a_seasonal_member_has_a_name_an_address_seasons_and_a_permission_set()
    {
        var life = Life.Signed();
        var season = life.NewSeason("2025-06-01", "2025-06-30");
        Assert.Equal("seasonIds", life.AddSeasonal("ann").Field);
        var ann = life.Member(life.Seasonal("ann", season));
        Assert.Equal((MemberType.Seasonal, MemberStatus.Invited, "ann", "ann@example.com", "Agent"), (ann.Type, ann.Status, ann.Name, ann.Email, ann.PermissionSet));
        Assert.Equal([season], ann.Seasons);
    }

    [Fact]
    public void R33_A15_an_invited_member_occupies_the_slot_and_a_full_season_takes_nobody()
    {
        var life = Life.Signed();
        var season = life.NewSeason("2025-06-01", "2025-06-30", seats: 2);
        life.Seasonal("ann", season);
        life.Seasonal("bo", season);
        var full = life.AddSeasonal("cy", season);
        Assert.Equal((ErrorCode.SeasonFull, "seasonIds"), (full.Error, full.Field));
        Assert.Equal(2, life.State.Assigned(season));
        Assert.DoesNotContain(life.State.Members.Values, member => member.Name == "cy");
    }

    [Fact]
    public void R34_a_member_may_have_several_seasons()
    {
        var life = Life.Signed();
        var (june, august) = (life.NewSeason("2025-06-01", "2025-06-30"), life.NewSeason("2025-08-01", "2025-08-31"));
        var ann = life.Seasonal("ann", june, august);
        Assert.True(life.AccessOf(ann, "2025-06-10").IsAllowed);
        Assert.False(life.AccessOf(ann, "2025-07-10").IsAllowed);
        Assert.True(life.AccessOf(ann, "2025-08-10").IsAllowed);
    }

    [Fact]
    public void An_unknown_season_and_one_that_has_ended_are_named()
    {
        var life = Life.Signed();
        var season = life.NewSeason("2025-02-01", "2025-02-05");
        life.NewSeason("2025-08-01", "2025-08-31");
        Assert.Equal((ErrorCode.InvalidInput, "seasonIds"), (life.AddSeasonal("ann", new SeasonId("sea_none")).Error, life.AddSeasonal("ann", new SeasonId("sea_none")).Field));
        life.AdvanceTo("2025-02-06");
        Assert.Equal((ErrorCode.SeasonEnded, "seasonIds"), (life.AddSeasonal("ann", season).Error, life.AddSeasonal("ann", season).Field));
        Assert.Equal((ErrorCode.SeasonEnded, "seasonId"), (life.Edit(season, "2025-02-01", "2025-03-05").Error, life.Edit(season, "2025-02-01", "2025-03-05").Field));
        Assert.Equal(ErrorCode.SeasonEnded, life.Do(new RemoveSeason(season)).Error);
        Assert.Equal((ErrorCode.InvalidInput, "seasonId"), (life.Do(new RemoveSeason(new("sea_none"))).Error, life.Do(new RemoveSeason(new("sea_none"))).Field));
    }

    [Theory]
    [InlineData("2025-06-30", "2025-06-01", "closesOn"), InlineData("2024-01-01", "2024-01-31", "closesOn"), InlineData("2025-01-01", "2025-01-14", "closesOn")]
    public void R29_windows_that_end_before_they_open_or_are_over_are_refused(string opensOn, string closesOn, string field)
    {
        var refused = Life.Signed().Do(new SetSeason(null, "Summer", Life.Date(opensOn), Life.Date(closesOn), 5));
        Assert.Equal((ErrorCode.InvalidInput, field), (refused.Error, refused.Field));
    }

    [Fact]
    public void R29_a_window_needs_a_contract() =>
        Assert.Equal(ErrorCode.NoSubscription, new Life().Do(new SetSeason(null, "Summer", new(2025, 6, 1), new(2025, 6, 30), 5)).Error);

    [Fact]
    public void A55_fewer_seats_than_assigned_are_refused()
    {
        var life = Life.Signed();
        var season = life.NewSeason("2025-06-01", "2025-06-30", seats: 3);
        life.Seasonal("ann", season);
        life.Seasonal("bo", season);
        Assert.Equal((ErrorCode.InvalidInput, "seats"), (life.Edit(season, "2025-06-01", "2025-06-30", 1).Error, life.Edit(season, "2025-06-01", "2025-06-30", 1).Field));
        Assert.Null(life.Edit(season, "2025-06-01", "2025-06-30", 2).Error);
    }

    [Fact]
    public void A55_removing_an_open_season_closes_it_now_with_its_mail()
    {
        var life = Life.Signed();
        var season = life.NewSeason("2025-02-01", "2025-02-28");
        var ann = life.Seasonal("ann", season);
        life.AdvanceTo("2025-02-10T12:00:00Z");
        Assert.True(life.AccessOf(ann).IsAllowed);
        Assert.Null(life.Do(new RemoveSeason(season)).Error);
        Assert.False(life.AccessOf(ann).IsAllowed);
        Assert.Equal([MailTemplate.SeasonInvitation, MailTemplate.SeasonOpenedFirst, MailTemplate.SeasonClosed], life.TemplatesTo("ann"));
        Assert.Equal(life.Now, life.Mails.Last().Facts.At);
        life.Do(new RemoveSeason(season));
        life.AdvanceTo("2025-03-10");
        Assert.Equal(3, life.TemplatesTo("ann").Count);
    }

    [Fact]
    public void A55_removing_an_upcoming_season_frees_its_slots_without_a_word()
    {
        var life = Life.Signed();
        var season = life.NewSeason("2025-02-01", "2025-02-28");
        var ann = life.Seasonal("ann", season);
        life.Do(new RemoveSeason(season));
        life.AdvanceTo("2025-03-10");
        Assert.Equal([MailTemplate.SeasonInvitation], life.TemplatesTo("ann"));
        Assert.Null(life.State.Season(season));
        Assert.False(life.AccessOf(ann, "2025-02-10").IsAllowed);
    }

    [Fact]
    public void R29_new_dates_move_the_opening_the_closing_and_their_mails()
    {
        var life = Life.Signed();
        var season = life.NewSeason("2025-02-01", "2025-02-28");
        var ann = life.Seasonal("ann", season);
        life.Edit(season, "2025-02-10", "2025-02-20");
        life.AdvanceTo("2025-03-31");
        Assert.Equal(
            [(Life.At("2025-02-10"), MailTemplate.SeasonOpenedFirst), (Life.At("2025-02-21"), MailTemplate.SeasonClosed)],
            life.MailsTo("ann").Skip(1));
        Assert.False(life.AccessOf(ann, "2025-02-09T23:59:59Z").IsAllowed);
        Assert.True(life.AccessOf(ann, "2025-02-20T23:59:59Z").IsAllowed);
    }

    [Fact]
    public void R29_an_open_window_that_moves_away_closes_now_and_opens_again()
    {
        var life = Life.Signed();
        var season = life.NewSeason("2025-02-01", "2025-02-28");
        var ann = life.Seasonal("ann", season);
        life.AdvanceTo("2025-02-10T12:00:00Z");
        life.Edit(season, "2025-03-01", "2025-03-31");
        Assert.False(life.AccessOf(ann).IsAllowed);
        Assert.Equal((Life.At("2025-02-10T12:00:00Z"), MailTemplate.SeasonClosed), life.MailsTo("ann")[^1]);
        life.AdvanceTo("2025-04-30");
        Assert.Equal(
            [(Life.At("2025-03-01"), MailTemplate.SeasonOpened), (Life.At("2025-04-01"), MailTemplate.SeasonClosed)], life.MailsTo("ann").Skip(3));
    }

    [Fact]
    public void R29_an_upcoming_window_that_moves_to_today_opens_at_once()
    {
        var life = Life.Signed();
        var season = life.NewSeason("2025-02-01", "2025-02-28");
        var ann = life.Seasonal("ann", season);
        life.Edit(season, "2025-01-10", "2025-02-28");
        Assert.True(life.AccessOf(ann).IsAllowed);
        Assert.Equal(SeasonState.Open, life.StateOf(season));
        Assert.Equal([MailTemplate.SeasonInvitation, MailTemplate.SeasonOpenedFirst], life.TemplatesTo("ann"));
    }

    [Fact]
    public void A18_leaving_a_season_frees_the_slot_and_past_windows_stay_as_history()
    {
        var life = Life.Signed();
        var past = life.NewSeason("2025-02-01", "2025-02-05");
        var (open, later) = (life.NewSeason("2025-02-03", "2025-03-31", 1), life.NewSeason("2025-05-01", "2025-05-31", 1));
        var ann = life.Seasonal("ann", past, open, later);
        life.AdvanceTo("2025-02-10");
        Assert.Null(life.Update(ann, MemberType.FullTime).Error);
        Assert.Equal([past], life.Member(ann).Seasons);
        Assert.Equal((0, 0, 1), (life.State.Assigned(open), life.State.Assigned(later), life.State.Assigned(past)));
        Assert.Null(life.AddSeasonal("bo", open, later).Error);
    }

    [Fact]
    public void R42_seasons_are_added_and_removed_on_a_member_and_slots_follow_on_save()
    {
        var life = Life.Signed();
        var (june, july) = (life.NewSeason("2025-06-01", "2025-06-30", 1), life.NewSeason("2025-07-01", "2025-07-31", 1));
        var ann = life.Seasonal("ann", june);
        Assert.Null(life.Update(ann, seasons: [july]).Error);
        Assert.Equal((0, 1), (life.State.Assigned(june), life.State.Assigned(july)));
        Assert.Null(life.AddSeasonal("bo", june).Error);
        Assert.Equal(ErrorCode.SeasonFull, life.Update(ann, seasons: [june, july]).Error);
        Assert.Equal([july], life.Member(ann).Seasons);
    }

    [Fact]
    public void R43_a_seasonal_member_becomes_full_time_or_collaborator_where_a_seat_is_free()
    {
        var life = Life.Signed(Life.Terms with { FullTimeSeats = 2, CollaboratorSeats = 1 });
        var season = life.NewSeason("2025-06-01", "2025-06-30");
        var (ann, bo, cy) = (life.Seasonal("ann", season), life.Seasonal("bo", season), life.Seasonal("cy", season));
        Assert.Null(life.Update(ann, MemberType.FullTime).Error);
        Assert.Equal((ErrorCode.NoSeatAvailable, "type"), (life.Update(bo, MemberType.FullTime).Error, life.Update(bo, MemberType.FullTime).Field));
        Assert.Null(life.Update(cy, MemberType.Collaborator).Error);
        Assert.True(life.AccessOf(ann).App);
        Assert.Equal(1, life.State.Assigned(season));
        Assert.Equal("seasonIds", life.Update(ann, seasons: [season]).Field);
        Assert.Equal("seasonIds", life.Update(ann, MemberType.Seasonal).Field);
        Assert.Null(life.Update(ann, MemberType.Seasonal, [season]).Error);
        Assert.Null(life.Update(bo, MemberType.FullTime).Error);
    }

    [Fact]
    public void A32_a_members_status_stays_active_when_his_season_has_ended()
    {
        var life = Life.Signed();
        var ann = life.Seasonal("ann", life.NewSeason("2025-02-01", "2025-02-05"));
        life.AdvanceTo("2025-02-02");
        Assert.Null(life.Do(new RecordSignIn(ann)).Error);
        life.AdvanceTo("2025-03-02");
        Assert.Equal(MemberStatus.Active, life.Member(ann).Status);
        Assert.False(life.AccessOf(ann).IsAllowed);
    }

    [Fact]
    public void R31_A58_openings_closings_and_requests_are_on_the_timeline()
    {
        var life = Life.Signed();
        life.Seasonal("ann", life.NewSeason("2025-02-01", "2025-02-05"));
        life.AskForSeats();
        var items = Timeline.Until(life.State, life.Context, Life.At("2025-02-10"))!.Value;
        Assert.Equal(
            [(Life.At("2025-01-17T09:30:00Z"), TimelineKind.AdHocDue), (Life.At("2025-02-01"), TimelineKind.SeasonOpens), (Life.At("2025-02-06"), TimelineKind.SeasonCloses)],
            items.Where(item => item.What is TimelineKind.AdHocDue or TimelineKind.SeasonOpens or TimelineKind.SeasonCloses).Select(item => (item.At, item.What)));
    }
}

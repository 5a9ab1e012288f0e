using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Organizations;

namespace Billing.Domain.Tests.Seasons;

public class SeasonMailTests
{
    [Fact]
    public void R35_M11_the_invitation_names_the_seasons()
    {
        var life = Life.Signed();
        var (june, may) = (life.NewSeason("2025-06-01", "2025-06-30", name: "June"), life.NewSeason("2025-05-01", "2025-05-31", name: "May"));
        life.Seasonal("ann", june, may);
        var mail = Assert.Single(life.Mails, mail => mail.Template == MailTemplate.SeasonInvitation);
        Assert.Equal(["ann@example.com"], mail.To);
        Assert.Equal([new("May", new(2025, 5, 1), new(2025, 5, 31)), new SeasonFacts("June", new(2025, 6, 1), new(2025, 6, 30))], mail.Facts.Seasons!.Value);
        Assert.DoesNotContain(life.Mails, mail => mail.Template == MailTemplate.MemberInvitation);
    }

    [Fact]
    public void R35_a_season_that_is_added_is_named_too()
    {
        var life = Life.Signed();
        var (june, may) = (life.NewSeason("2025-06-01", "2025-06-30", name: "June"), life.NewSeason("2025-05-01", "2025-05-31", name: "May"));
        var ann = life.Seasonal("ann", june);
        life.Update(ann, seasons: [june, may]);
        Assert.Equal(["May"], life.Mails.Last().Facts.Seasons!.Value.Select(season => season.Name));
        Assert.Equal(MailTemplate.SeasonInvitation, life.Mails.Last().Template);
    }

    [Fact]
    public void R27_R37_R38_R39_A12_M12_M13_M14_each_opening_and_closing_is_told_at_its_instant_once()
    {
        var life = Life.Signed();
        life.Seasonal("ann", life.NewSeason("2025-02-01", "2025-02-05"), life.NewSeason("2025-03-01", "2025-03-05"));
        life.AdvanceTo("2025-06-01");
        Assert.Equal(
            [
                (Life.At("2025-01-15T09:30:00Z"), MailTemplate.SeasonInvitation),
                (Life.At("2025-02-01"), MailTemplate.SeasonOpenedFirst), (Life.At("2025-02-06"), MailTemplate.SeasonClosed),
                (Life.At("2025-03-01"), MailTemplate.SeasonOpened), (Life.At("2025-03-06"), MailTemplate.SeasonClosed),
            ],
            life.MailsTo("ann"));
    }

    [Fact]
    public void R27_a_late_wake_up_tells_late_rather_than_never()
    {
        var life = Life.Signed(testClock: false);
        life.Seasonal("ann", life.NewSeason("2025-02-01", "2025-02-05"));
        life.SleepUntil("2025-02-09T10:00:00Z");
        Assert.Equal([MailTemplate.SeasonInvitation, MailTemplate.SeasonOpenedFirst, MailTemplate.SeasonClosed], life.TemplatesTo("ann"));
    }

    [Fact]
    public void A16_who_joins_an_open_window_is_invited_and_let_in_at_once()
    {
        var life = Life.Signed();
        var season = life.NewSeason("2025-01-10", "2025-02-05");
        life.Seasonal("ann", season);
        Assert.Equal([MailTemplate.SeasonInvitation, MailTemplate.SeasonOpenedFirst], life.TemplatesTo("ann"));
        life.AdvanceTo("2025-02-01");
        Assert.Equal(2, life.TemplatesTo("ann").Count);
    }

    [Fact]
    public void A16_a_second_open_window_comes_with_the_log_in_link()
    {
        var life = Life.Signed();
        var (first, second) = (life.NewSeason("2025-01-10", "2025-02-05"), life.NewSeason("2025-01-12", "2025-02-05"));
        var ann = life.Seasonal("ann", first);
        life.Update(ann, seasons: [first, second]);
        Assert.Equal(
            [MailTemplate.SeasonInvitation, MailTemplate.SeasonOpenedFirst, MailTemplate.SeasonInvitation, MailTemplate.SeasonOpened], life.TemplatesTo("ann"));
    }

    [Theory]
    [InlineData("2025-02-06", "2025-02-20")] // back to back
    [InlineData("2025-02-03", "2025-02-20")] // overlapping
    public void A17_continuous_access_is_not_said_to_end(string opensOn, string closesOn)
    {
        var life = Life.Signed();
        var ann = life.Seasonal("ann", life.NewSeason("2025-02-01", "2025-02-05"), life.NewSeason(opensOn, closesOn));
        life.AdvanceTo("2025-03-10");
        Assert.Equal(
            [MailTemplate.SeasonInvitation, MailTemplate.SeasonOpenedFirst, MailTemplate.SeasonOpened, MailTemplate.SeasonClosed], life.TemplatesTo("ann"));
        Assert.Equal(Life.At("2025-02-21"), life.MailsTo("ann")[^1].At);
        Assert.True(life.AccessOf(ann, "2025-02-06").IsAllowed);
    }

    [Fact]
    public void A17_a_day_between_two_windows_is_said()
    {
        var life = Life.Signed();
        life.Seasonal("ann", life.NewSeason("2025-02-01", "2025-02-05"), life.NewSeason("2025-02-07", "2025-02-20"));
        life.AdvanceTo("2025-02-08");
        Assert.Equal(Life.At("2025-02-06"), life.MailsTo("ann").Single(mail => mail.Template == MailTemplate.SeasonClosed).At);
    }

    [Fact]
    public void A31_an_opening_while_locked_is_made_up_for_when_the_organization_is_back()
    {
        var life = Life.Signed();
        life.Seasonal("ann", life.NewSeason("2025-02-20", "2025-03-31"));
        life.Says(BankWord.No(), BankWord.No(), BankWord.No());
        life.AdvanceTo("2025-02-25");
        Assert.Equal(AccountState.BillingOnly, life.Status);
        Assert.Equal([MailTemplate.SeasonInvitation], life.TemplatesTo("ann"));
        life.NewCard();
        Assert.Equal(AccountState.Active, life.Status);
        Assert.Equal((Life.At("2025-02-25"), MailTemplate.SeasonOpenedFirst), life.MailsTo("ann")[^1]);
        life.AdvanceTo("2025-04-10");
        Assert.Equal([MailTemplate.SeasonInvitation, MailTemplate.SeasonOpenedFirst, MailTemplate.SeasonClosed], life.TemplatesTo("ann"));
    }

    [Fact]
    public void A31_a_window_that_is_over_by_then_is_not_said_to_be_open()
    {
        var life = Life.Signed();
        var (short1, later) = (life.NewSeason("2025-02-20", "2025-02-22"), life.NewSeason("2025-04-01", "2025-04-05"));
        life.Seasonal("ann", short1, later);
        life.Says(BankWord.No(), BankWord.No(), BankWord.No());
        life.AdvanceTo("2025-02-25");
        life.NewCard();
        Assert.Equal([MailTemplate.SeasonInvitation], life.TemplatesTo("ann"));
        life.AdvanceTo("2025-04-02");
        Assert.Equal((Life.At("2025-04-01"), MailTemplate.SeasonOpenedFirst), life.MailsTo("ann")[^1]);
    }

    [Fact]
    public void R39_a_member_who_loses_an_open_season_hears_of_it()
    {
        var life = Life.Signed();
        var (open, later) = (life.NewSeason("2025-01-10", "2025-02-05"), life.NewSeason("2025-06-01", "2025-06-30"));
        var ann = life.Seasonal("ann", open, later);
        life.Update(ann, seasons: [later]);
        Assert.Equal(MailTemplate.SeasonClosed, life.TemplatesTo("ann")[^1]);
        Assert.False(life.AccessOf(ann).IsAllowed);
    }

    [Fact]
    public void R39_who_leaves_and_joins_again_is_told_each_time_under_a_key_of_its_own()
    {
        var life = Life.Signed();
        var open = life.NewSeason("2025-01-10", "2025-02-05");
        var ann = life.Seasonal("ann", open);
        for (var times = 0; times < 3; times++)
        {
            life.Update(ann, seasons: []);
            life.Update(ann, seasons: [open]);
        }

        life.AdvanceTo("2025-02-10");
        var mails = life.Mails.Where(mail => mail.Template is MailTemplate.SeasonOpened or MailTemplate.SeasonClosed).ToList();
        Assert.Equal((3, 4), (mails.Count(mail => mail.Template == MailTemplate.SeasonOpened), mails.Count(mail => mail.Template == MailTemplate.SeasonClosed)));
        Assert.Equal(7, mails.Select(mail => (mail.Template, mail.About)).Distinct().Count());
    }

    [Fact]
    public void R38_who_has_signed_in_before_needs_no_signup_link()
    {
        var life = Life.Signed();
        var ann = life.Add("ann").MemberId!.Value;
        life.Do(new RecordSignIn(ann));
        life.Update(ann, MemberType.Seasonal, [life.NewSeason("2025-02-01", "2025-02-05")]);
        life.AdvanceTo("2025-02-01");
        Assert.Equal(MailTemplate.SeasonOpened, life.TemplatesTo("ann")[^1]);
    }

    [Fact]
    public void R39_who_becomes_full_time_hears_of_no_closing()
    {
        var life = Life.Signed();
        var ann = life.Seasonal("ann", life.NewSeason("2025-01-10", "2025-02-05"));
        life.Update(ann, MemberType.FullTime);
        life.AdvanceTo("2025-02-10");
        Assert.DoesNotContain(MailTemplate.SeasonClosed, life.TemplatesTo("ann"));
    }

    [Fact]
    public void R27_who_joins_at_the_opening_before_anybody_has_woken_up_is_told_of_it_once()
    {
        var life = Life.Signed();
        var season = life.NewSeason("2025-02-01", "2025-02-05");
        var atOpening = life.Context with { Now = Life.At("2025-02-01") };
        var order = new AddMember(null, "ann", "ann@example.com", MemberType.Seasonal, [], "Agent") { SeasonIds = [season] };
        life.Commit(OrganizationRules.Decide(life.State, order, atOpening));
        life.AdvanceTo("2025-02-02");
        Assert.Equal([MailTemplate.SeasonInvitation, MailTemplate.SeasonOpenedFirst], life.TemplatesTo("ann"));
    }

    [Fact]
    public void R27_R37_a_late_opening_of_many_is_told_to_each_of_them()
    {
        var life = Life.Signed(testClock: false);
        var season = life.NewSeason("2025-02-20", "2025-02-25", seats: 1_200);
        for (var number = 0; number < 1_200; number++) life.Seasonal($"m{number}", season);
        // The renewal of 15 February is paid when somebody wakes up: after the window.
        life.SleepUntil("2025-03-01");
        Assert.Equal(1_200, life.Mails.Count(mail => mail.Template == MailTemplate.SeasonOpenedFirst));
        Assert.Equal(1_200, life.Mails.Count(mail => mail.Template == MailTemplate.SeasonClosed));
    }

    [Fact]
    public void R27_many_members_are_told_in_a_few_appends()
    {
        var life = Life.Signed();
        var season = life.NewSeason("2025-02-01", "2025-02-05", seats: 1_200);
        for (var number = 0; number < 1_200; number++) life.Seasonal($"m{number}", season);
        var before = life.Facts<SeasonTold>().Count();
        life.AdvanceTo("2025-02-01");
        Assert.Equal(2, life.Facts<SeasonTold>().Count() - before);
        Assert.Equal(1_200, life.Mails.Count(mail => mail.Template == MailTemplate.SeasonOpenedFirst));
        Assert.Equal(1_200, life.Mails.Where(mail => mail.Template == MailTemplate.SeasonOpenedFirst).Select(mail => mail.To[0]).Distinct().Count());
    }
}

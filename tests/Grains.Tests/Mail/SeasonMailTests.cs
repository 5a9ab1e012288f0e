using Billing.Domain.Mail;
using Billing.Grains.Mail;
using NodaTime;
using Xunit;
using static Billing.Grains.Tests.Mail.MailFixture;
using static Billing.Grains.Tests.Mail.MailProof;

namespace Billing.Grains.Tests.Mail;

/// <summary>What members of a season read, and on which clocks.</summary>
public sealed class SeasonMailTests
{
    private const string Signup = "https://app.kustomer.example/signup?organization=org_1&member=mem_2";
    private const string Login = "https://app.kustomer.example/login";
    private const string Max = "max@acme.example";

    private static readonly SeasonFacts Summer = new("Summer peak", new(2025, 6, 1), new(2025, 6, 30));
    private static readonly SeasonFacts Winter = new("Winter peak", new(2025, 11, 15), new(2025, 12, 31));

    [Fact]
    public void R24_R35_M11_an_invitation_names_each_season_with_its_dates_on_both_clocks()
    {
        var mail = Match("M11", Render(MailTemplate.SeasonInvitation, [Summer, Winter]));
        Assert.Equal("You are invited to Acme Inc.: Summer peak and Winter peak", mail.Subject);
        Says(mail, "Hello Max Member,", "1 June 2025 to 30 June 2025", "15 November 2025 to 31 December 2025");
        Says(mail, "1 June 2025, 00:00 UTC", "31 May 2025, 8 p.m. EDT (America/New_York)");
        Says(mail, "1 July 2025, 00:00 UTC (the end of 30 June)", "30 June 2025, 8 p.m. EDT (America/New_York)");
        Says(mail, "15 November 2025, 00:00 UTC", "14 November 2025, 7 p.m. EST (America/New_York)");
        Says(mail, "1 January 2026, 00:00 UTC (the end of 31 December)", "31 December 2025, 7 p.m. EST (America/New_York)");
    }

    [Fact]
    public void R36_R37_M11_an_invitation_gives_no_access_and_no_link_before_the_opening()
    {
        var mail = Render(MailTemplate.SeasonInvitation, [Summer]);
        Says(mail, "A season gives no access before it opens.", "the moment it opens, you get a mail with the link");
        Assert.DoesNotContain("signup", mail.Text + mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Login, mail.Text + mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"button\"", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A16_M11_an_invitation_to_an_open_season_says_that_the_link_follows_at_once()
    {
        var facts = Facts([Summer with { OpensOn = new(2025, 12, 1), ClosesOn = new(2026, 1, 2) }]);
        Says(MailFixture.Render(MailTemplate.SeasonInvitation, facts, Organization(), Member.Value, Max), "Open now, your link comes with the next mail");
    }

    [Fact]
    public void R37_M12_the_first_opening_has_the_exact_subject_and_the_signup_link()
    {
        var mail = Match("M12", Render(MailTemplate.SeasonOpenedFirst, [Summer]));
        Assert.Equal("Your Kustomer access window is open!", mail.Subject);
        Says(mail, "Summer peak", "Acme Inc.", Max, "Choose a password");
        Says(mail, "1 July 2025, 00:00 UTC (the end of 30 June)", "30 June 2025, 8 p.m. EDT (America/New_York)");
        Assert.Contains(Signup + "\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains(System.Net.WebUtility.HtmlEncode(Signup) + "\"", mail.Html, StringComparison.Ordinal);
    }

    [Theory, InlineData("Kustomer"), InlineData("Q&A <Desk>")]
    public void R37_M12_the_subject_has_the_configured_product_and_nothing_around_it(string product)
    {
        var mail = new MailRenderer().Render(
            MailFixture.Mail(MailTemplate.SeasonOpenedFirst, Facts([Summer]), "x", Max), Organization("Acme <b>"), Options with { ProductName = product });
        Assert.Equal($"Your {product} access window is open!", mail.Subject);
    }

    [Theory, InlineData("mem_2"), InlineData("season_1/1/mem_2"), InlineData("mem_2/7"), InlineData("season_1")]
    public void R37_M12_the_signup_link_is_the_members_whatever_else_the_mail_is_about(string about) => Assert.Contains(
        Signup + "\n", MailFixture.Render(MailTemplate.SeasonOpenedFirst, Facts([Summer]), Organization(), about, Max).Text, StringComparison.Ordinal);

    [Fact]
    public void R38_M13_a_later_opening_has_a_link_named_Log_in()
    {
        var mail = Match("M13", Render(MailTemplate.SeasonOpened, [Winter]));
        Says(mail, "Winter peak", "Acme Inc.", "1 January 2026, 00:00 UTC (the end of 31 December)", "31 December 2025, 7 p.m. EST (America/New_York)");
        Assert.Contains($"\nLog in:\n{Login}\n", mail.Text, StringComparison.Ordinal);
        Assert.Matches($"<a href=\"{Login}\"[^>]*>Log in</a>", mail.Html);
        Assert.DoesNotContain("signup", mail.Text + mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void R39_M14_a_closing_says_that_signing_in_is_over()
    {
        var mail = Match("M14", Render(MailTemplate.SeasonClosed, [Summer], Instant.FromUtc(2025, 7, 1, 0, 0)));
        Says(mail, "access window for Summer peak at Acme Inc. has closed", "You can no longer sign in");
        Says(mail, "1 July 2025, 00:00 UTC (the end of 30 June)", "30 June 2025, 8 p.m. EDT (America/New_York)");
        SaysNot(mail, "Earlier than planned");
        Assert.DoesNotContain("class=\"button\"", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A55_R39_M14_a_season_that_staff_removed_closed_when_it_was_removed()
    {
        var mail = Render(MailTemplate.SeasonClosed, [Summer], Instant.FromUtc(2025, 6, 12, 14, 23));
        Says(mail, "12 June 2025, 14:23 UTC", "12 June 2025, 10:23 a.m. EDT (America/New_York)", "Earlier than planned", "Planned: 1 June 2025 to 30 June 2025");
        SaysNot(mail, "1 July 2025");
    }

    [Theory, InlineData("Asia/Kolkata", "1 July 2025, 5:30 a.m. IST (Asia/Kolkata)"),
        InlineData("America/Los_Angeles", "30 June 2025, 5 p.m. PDT (America/Los_Angeles)"),
        InlineData("America/Sao_Paulo", "30 June 2025, 9 p.m. UTC-03:00 (America/Sao_Paulo)"),
        InlineData("Pacific/Auckland", "1 July 2025, 12 noon NZST (Pacific/Auckland)"),
        InlineData("Asia/Kathmandu", "1 July 2025, 5:45 a.m. UTC+05:45 (Asia/Kathmandu)"),
        InlineData("Africa/Abidjan", "1 July 2025, 00:00 GMT (Africa/Abidjan) (the end of 30 June)")]
    public void A11_M12_the_second_clock_is_the_zones_own(string zone, string local) =>
        Says(Render(MailTemplate.SeasonOpenedFirst, [Summer], zone: zone), "1 July 2025, 00:00 UTC (the end of 30 June)", local);

    [Theory, InlineData("UTC"), InlineData("Etc/UTC"), InlineData("Etc/GMT"), InlineData("Zulu")]
    public void R24_M12_there_is_no_second_clock_in_UTC(string zone)
    {
        var text = Render(MailTemplate.SeasonOpenedFirst, [Summer], zone: zone).Text;
        Assert.Contains("1 July 2025, 00:00 UTC (the end of 30 June)\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"({zone})", text, StringComparison.Ordinal);
        Assert.DoesNotContain("GMT", text, StringComparison.Ordinal);
    }

    private static MailFacts Facts(SeasonFacts[] seasons, Instant? at = null) => new() { MemberName = "Max Member", Seasons = [.. seasons], At = at };

    private static RenderedMail Render(MailTemplate template, SeasonFacts[] seasons, Instant? at = null, string zone = "America/New_York") =>
        new MailRenderer().Render(
            MailFixture.Mail(template, Facts(seasons, at), Member.Value, Max) with { QueuedAt = Instant.FromUtc(2025, 5, 20, 9, 0) },
            Organization(timeZone: zone), Options);
}

using Billing.Domain.Mail;
using Billing.Grains.Mail;
using NodaTime;
using Xunit;
using static Billing.Grains.Tests.Mail.MailFixture;

namespace Billing.Grains.Tests.Mail;

/// <summary>What customers type stays text: in HTML, in Liquid, in headers.</summary>
public sealed class MailSafetyTests
{
    private static readonly MailTemplate[] All = Enum.GetValues<MailTemplate>();

    public static TheoryData<MailTemplate> Templates => [.. All];

    [Theory, MemberData(nameof(Templates))]
    public void Names_are_escaped_in_the_HTML_part_and_plain_in_the_text_part(MailTemplate template)
    {
        const string name = "<b>&\" {{ staffEmail }}";
        var mail = Render(template, name);
        Assert.DoesNotContain("<b>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("&amp;lt;", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("&amp;amp;", mail.Html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;&amp;&quot; {{ staffEmail }}", mail.Html, StringComparison.Ordinal);
        Assert.Contains("<b>&\"", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("&lt;", mail.Text + mail.Subject, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Templates))]
    public void Nothing_slips_in_a_header_or_a_line_of_its_own(MailTemplate template)
    {
        var mail = Render(template, "Acme\r\nBcc: eve@evil.example\n\n\u2028\u0085Free \u202Emoney\0");
        Assert.DoesNotContain(mail.Subject, char.IsControl);
        Assert.Equal(Render(template, "Acme Bcc: eve@evil.example Free money"), mail);
    }

    [Theory, MemberData(nameof(Templates))]
    public void Every_template_is_complete_and_the_same_each_time(MailTemplate template)
    {
        var mail = Render(template, "Acme");
        Assert.Equal(mail, Render(template, "Acme"));
        Assert.NotEmpty(mail.Subject);
        Assert.DoesNotContain("{{", mail.Subject + mail.Text + mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("{%", mail.Text + mail.Html, StringComparison.Ordinal);
        Assert.All(mail.Text.Split('\n').Where(line => !line.Contains("://", StringComparison.Ordinal)),
            line => Assert.InRange(line.Length, 0, 72));
        var buttons = System.Text.RegularExpressions.Regex.Count(mail.Html, "class=\"button\"");
        Assert.Equal(template is MailTemplate.SeasonInvitation or MailTemplate.SeasonClosed or MailTemplate.AdHocRequested ? 0 : 1, buttons);
    }

    [Fact]
    public void A_product_name_is_escaped_once()
    {
        var mail = new MailRenderer().Render(MailFixture.Mail(MailTemplate.AccessRestored, new() { At = Start }),
            Organization(), Options with { ProductName = "Q&A" });
        Assert.Contains(">Open Q&amp;A</a>", mail.Html, StringComparison.Ordinal);
        Assert.Contains("Open Q&A:", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_names_leave_a_short_subject() =>
        Assert.InRange(Render(MailTemplate.AccessRestored, string.Concat(Enumerable.Repeat("Ünï𝄞", 200))).Subject.Length, 100, 200);

    [Fact]
    public void Ids_are_escaped_in_links()
    {
        var mail = MailFixture.Render(MailTemplate.MemberInvitation, new(), Organization(), "a b&c=\"d\"");
        Assert.Contains("member=a%20b%26c%3D%22d%22", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://x.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/settings")]
    [InlineData("https://x.example/?q")]
    public void A_product_address_is_a_web_address(string address) =>
        Assert.StartsWith("Billing:ProductUrl", (Options with { ProductUrl = address }).Problem(), StringComparison.Ordinal);

    [Theory]
    [InlineData("a@b.example\r\nBcc: c@d.example")]
    [InlineData("A <a@b.example>")]
    [InlineData("a@b.example, c@d.example")]
    [InlineData("nobody")]
    [InlineData("")]
    public void An_address_is_one_bare_address(string address)
    {
        Assert.StartsWith("Billing:StaffEmail", (Options with { StaffEmail = address }).Problem(), StringComparison.Ordinal);
        Assert.StartsWith("Smtp:From", (Options with { From = address }).Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_fine() => Assert.Null(new MailOptions().Problem());

    private static RenderedMail Render(MailTemplate template, string organization)
    {
        var facts = new MailFacts
        {
            At = Start,
            Deadline = Start + Duration.FromHours(72),
            Amount = Usd(1234_00),
            CardBrand = "visa",
            CardLast4 = "4242",
            Reason = Billing.Domain.Organizations.StatusReason.PaymentDeclined,
            InvoiceNumber = 1,
            Before = "1 seat",
            After = "2 seats",
            MemberName = organization,
            Seasons = [new(organization, new(2026, 1, 1), new(2026, 1, 31)), new(organization, new(2026, 9, 1), new(2026, 9, 30))],
            AdHoc = new(5, new(2026, 9, 30), new(2026, 12, 29), 1, Start, true, organization),
            Storage = new(Billing.Domain.Storage.StoragePool.Data, 12_340_000_000, 10_000_000_000, Usd(150_00), true),
        };
        var state = Organization(organization);
        var invoice = Renewal();
        state = template == MailTemplate.InvoicePaid ? Paid(state, invoice) : Issued(state, invoice);
        return MailFixture.Render(template, facts, state);
    }
}

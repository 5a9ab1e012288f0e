using Billing.Domain;
using Billing.Domain.Mail;
using Billing.Domain.Storage;
using Billing.Grains.Mail;
using NodaTime;
using Xunit;
using static Billing.Grains.Tests.Mail.MailFixture;
using static Billing.Grains.Tests.Mail.MailProof;

namespace Billing.Grains.Tests.Mail;

/// <summary>Mails about storage and about ad hoc seats.</summary>
public sealed class RequestMailTests
{
    private const string Staff = "client-billing@kustomer.example";

    [Fact]
    public void R67_M15_tells_used_allocated_and_what_the_month_would_cost()
    {
        var mail = Match("M15", Over(StoragePool.Data, Usd(150_00), restricted: false));
        Assert.Equal("Acme Inc. uses more data storage than it has", mail.Subject);
        Says(mail, "12.34 GB (12,340,000,000 bytes)", "10 GB (10,000,000,000 bytes)", "2.34 GB (2,340,000,000 bytes)");
        Says(mail, "If the month ended now, its excess, data and attachments together, would cost $150.00 before tax.", "still taken", Staff, "at list price");
        Says(mail, "1 February 2026, 00:00 UTC (the end of 31 January)", "31 January 2026, 7 p.m. EST (America/New_York)");
        Assert.Contains("Platform Usage:\nhttps://app.kustomer.example/settings/platform-usage\n", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void R65_M15_tells_that_new_data_is_refused_and_nothing_charged()
    {
        var mail = Match("M15_restricted", Over(StoragePool.Attachments, null, restricted: true));
        Says(mail, "attachment storage", "New attachments are refused", "Nothing is charged for the excess.");
        SaysNot(mail, "Would cost", "$", "still taken");
    }

    [Fact]
    public void A35_M15_names_the_open_invoice_where_that_is_why_new_data_is_refused()
    {
        var mail = Over(StoragePool.Data, Usd(150_00), restricted: true);
        Says(mail, "New data is refused until the storage invoice that is open is paid.");
        SaysNot(mail, "within the limit again", "still taken");
    }

    [Fact]
    public void R30_R31_M16_tells_staff_who_asks_for_what_by_when()
    {
        var mail = Match("M16", Render(MailTemplate.AdHocRequested, new() { AdHoc = Asked }, Organization(), "req_1", Staff));
        Assert.Equal("Ad hoc seats for Acme Inc.: 5 seats, answer due by 7 January 2026, 15:30 UTC", mail.Subject);
        Says(mail, "Acme Inc.", "org_1", "5 seats", "30 November 2026 to 27 May 2027", "2 increments of three months", "7 January 2026, 15:30 UTC");
        SaysNot(mail, "America/New_York");
    }

    [Fact]
    public void M17_tells_of_the_acceptance_with_season_and_dates()
    {
        var mail = Match("M17_accepted", Resolved(Asked with { Accepted = true, SeasonName = "Ad hoc, December" }));
        Assert.Equal("Your request for 5 seats was accepted", mail.Subject);
        Says(mail, "Ad hoc, December", "5 seats", "30 November 2026 to 27 May 2027", "7 January 2026, 15:30 UTC", "7 January 2026, 10:30 a.m. EST");
        Says(mail, "30 November 2026, 00:00 UTC", "29 November 2026, 7 p.m. EST", "28 May 2027, 00:00 UTC (the end of 27 May)", "27 May 2027, 8 p.m. EDT");
    }

    [Fact]
    public void M17_tells_of_the_refusal()
    {
        var mail = Match("M17_declined", Resolved(Asked with { Seats = 1, Increments = 1, Accepted = false }));
        Assert.Equal("Your request for 1 seat was declined", mail.Subject);
        Says(mail, "We could not accept", "1 seat", "30 November 2026 to 27 May 2027", "1 increment of three months", "7 January 2026, 15:30 UTC", Staff);
    }

    [Theory, InlineData(0, "0 bytes"), InlineData(1, "1 byte"), InlineData(999, "999 bytes"), InlineData(1000, "1 KB (1,000 bytes)"),
        InlineData(1500, "1.5 KB (1,500 bytes)"), InlineData(2_000_001, "2.00 MB (2,000,001 bytes)"),
        InlineData(999_994, "999.99 KB (999,994 bytes)"), InlineData(999_995, "1.00 MB (999,995 bytes)"),
        InlineData(10_050_000, "10.05 MB (10,050,000 bytes)"),
        InlineData(1_234_000_000_000_000, "1,234 TB (1,234,000,000,000,000 bytes)"),
        InlineData(long.MaxValue, "9,223,372.04 TB (9,223,372,036,854,775,807 bytes)")]
    public void R49_M15_storage_is_told_in_decimal_units(long bytes, string text) => Says(Render(
        MailTemplate.StorageOverLimit, new() { Storage = new(StoragePool.Data, bytes, 0, null, false) }, Organization()), $"Used {text} Allocated 0 bytes");

    private static AdHocFacts Asked => new(5, new(2026, 11, 30), new(2027, 5, 27), 2, Instant.FromUtc(2026, 1, 7, 15, 30), null, null);

    private static RenderedMail Resolved(AdHocFacts facts) => Render(MailTemplate.AdHocResolved, new() { AdHoc = facts }, Organization(), "req_1");

    private static RenderedMail Over(StoragePool pool, Money? cost, bool restricted) => Render(
        MailTemplate.StorageOverLimit, new() { Storage = new(pool, 12_340_000_000, 10_000_000_000, cost, restricted) }, Organization());
}

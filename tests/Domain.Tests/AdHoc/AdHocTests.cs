using System.Collections.Immutable;
using Billing.Domain.AdHoc;
using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Tests.AdHoc;

public class AdHocTests
{
    [Theory]
    [InlineData("2025-11-30", 1, "2026-02-28"), InlineData("2025-11-30", 2, "2026-05-30"), InlineData("2025-02-01", 4, "2026-02-01")]
    public void R30_A14_an_increment_is_three_calendar_months_with_an_exclusive_end(string startsOn, int increments, string end)
    {
        var life = Life.Signed();
        Assert.Equal(Life.Date(end), life.AskForSeats(3, startsOn, increments).Window.End);
    }

    [Theory]
    [InlineData("2025-01-15T09:30:00Z", "2025-01-17T09:30:00Z")] // Wednesday to Friday
    [InlineData("2025-01-17T15:00:00Z", "2025-01-21T15:00:00Z")] // Friday: nine hours of it, Monday, and fifteen of Tuesday
    [InlineData("2025-01-18T10:00:00Z", "2025-01-22T00:00:00Z")] // Saturday: counted from Monday 00:00
    [InlineData("2025-01-16T00:00:00Z", "2025-01-18T00:00:00Z")] // Thursday and Friday exactly
    public void R31_A13_the_turnaround_is_48_hours_of_business_days(string asked, string due) =>
        Assert.Equal(Life.At(due), BusinessHours.After(Life.At(asked), Duration.FromHours(48), new HashSet<LocalDate>()));

    [Fact]
    public void A13_holidays_do_not_count() => Assert.Equal(
        Life.At("2025-12-29T12:00:00Z"),
        BusinessHours.After(Life.At("2025-12-24T12:00:00Z"), Duration.FromHours(48), new HashSet<LocalDate> { new(2025, 12, 25) }));

    [Fact]
    public void R31_A13_a_request_becomes_overdue_by_itself_and_can_still_be_answered()
    {
        var life = Life.Signed();
        var request = life.AskForSeats();
        life.AdvanceTo(request.DueBy - Duration.FromMilliseconds(1));
        Assert.Equal(AdHocState.Requested, life.State.AdHocRequests[0].State);
        life.AdvanceTo(request.DueBy);
        Assert.Equal(AdHocState.Overdue, life.State.AdHocRequests[0].State);
        Assert.Null(life.Do(new ResolveAdHocSeats(request.Id, true, null)).Error);
        Assert.Equal(AdHocState.Fulfilled, life.State.AdHocRequests[0].State);
    }

    [Fact]
    public void M16_M17_staff_hear_of_the_request_and_the_requester_of_the_answer()
    {
        var life = Life.Signed();
        life.Actor = Life.OwnerActor;
        var request = life.AskForSeats();
        life.Actor = Life.Staff;
        life.Do(new ResolveAdHocSeats(request.Id, false, null));
        Assert.Equal(["client-billing@localhost"], life.Mails.Single(mail => mail.Template == MailTemplate.AdHocRequested).To);
        var answer = life.Mails.Single(mail => mail.Template == MailTemplate.AdHocResolved);
        Assert.Equal(["olivia@example.com"], answer.To);
        Assert.Equal(new AdHocFacts(3, new(2025, 2, 1), new(2025, 4, 30), 1, request.DueBy, false, null), answer.Facts.AdHoc);
        Assert.Equal(AdHocState.Declined, life.State.AdHocRequests[0].State);
    }

    [Fact]
    public void R30_an_accepted_request_is_a_season_outside_the_contract_with_its_invoice()
    {
        var life = Life.Signed();
        var request = life.AskForSeats(3, "2025-02-01", 2);
        var answer = life.Do(new ResolveAdHocSeats(request.Id, true, 9_900));
        Assert.Equal((InvoiceKind.AdHocSeats, InvoiceStatus.Paid, 59_400), (answer.Invoice!.Kind, answer.Invoice.Status, answer.Invoice.Total.Minor));
        Assert.Equal((6, 9_900), (answer.Invoice.Lines[0].Quantity, answer.Invoice.Lines[0].UnitPrice.Minor));
        var season = life.State.Seasons[life.State.AdHocRequests[0].Season!.Value];
        Assert.Equal((true, 3, new LocalDate(2025, 2, 1), new LocalDate(2025, 7, 31)), (season.AdHoc, season.Seats, season.Window.Start, season.Window.LastDay));
        Assert.Null(life.AddSeasonal("ann", season.Id).Error);
    }

    [Fact]
    public void R30_without_a_price_nothing_is_invoiced()
    {
        var life = Life.Signed();
        var request = life.AskForSeats();
        Assert.Null(life.Do(new ResolveAdHocSeats(request.Id, true, null)).Invoice);
        Assert.Single(life.State.Invoices);
    }

    [Fact]
    public void A04_declined_ad_hoc_seats_are_not_granted_and_can_be_accepted_again()
    {
        var life = Life.Signed();
        var request = life.AskForSeats();
        life.Says(BankWord.No());
        Assert.Equal(ErrorCode.PaymentDeclined, life.Do(new ResolveAdHocSeats(request.Id, true, 9_900)).Error);
        Assert.Empty(life.State.Seasons);
        Assert.Equal(AdHocState.Requested, life.State.AdHocRequests[0].State);
        Assert.Null(life.Do(new ResolveAdHocSeats(request.Id, true, 9_900)).Error);
        Assert.Single(life.State.Seasons);
    }

    [Fact]
    public void D04_repeating_an_answer_changes_nothing_and_another_answer_is_refused()
    {
        var life = Life.Signed();
        var request = life.AskForSeats();
        life.Do(new ResolveAdHocSeats(request.Id, true, 9_900));
        var events = life.Journal.Count;
        Assert.Equal("0002", life.Do(new ResolveAdHocSeats(request.Id, true, 9_900)).Invoice!.NumberText);
        Assert.Equal(events, life.Journal.Count);
        Assert.Equal((ErrorCode.InvalidInput, "requestId"), (life.Do(new ResolveAdHocSeats(request.Id, false, null)).Error, life.Do(new ResolveAdHocSeats(request.Id, false, null)).Field));
        Assert.Equal("requestId", life.Do(new ResolveAdHocSeats(new("adh_none"), true, null)).Field);
    }

    [Fact]
    public void R30_seats_that_wait_for_the_cardholder_come_when_he_has_confirmed()
    {
        var life = Life.Signed();
        var request = life.AskForSeats();
        life.Says(BankWord.ThreeDSecure);
        Assert.Equal(ErrorCode.PaymentActionRequired, life.Do(new ResolveAdHocSeats(request.Id, true, 9_900)).Error);
        Assert.Empty(life.State.Seasons);
        Assert.Equal(ErrorCode.PaymentActionRequired, life.Do(new ResolveAdHocSeats(request.Id, true, 9_900)).Error);
        Assert.Equal(2, life.State.Invoices.Count);
        life.Cardholder(confirms: true);
        Assert.Single(life.State.Seasons);
    }

    [Fact]
    public void A60_seats_that_wait_for_the_cardholder_cannot_be_declined_as_if_nothing_were_under_way()
    {
        var life = Life.Signed();
        var request = life.AskForSeats();
        life.Says(BankWord.ThreeDSecure);
        life.Do(new ResolveAdHocSeats(request.Id, true, 9_900));
        Assert.Equal(ErrorCode.Conflict, life.Do(new ResolveAdHocSeats(request.Id, false, null)).Error);
        life.AdvanceTo("2025-01-17");
        Assert.Null(life.Do(new ResolveAdHocSeats(request.Id, false, null)).Error);
        Assert.Equal(AdHocState.Declined, life.State.AdHocRequests[0].State);
    }

    [Fact]
    public void R30_a_start_in_the_past_is_refused_and_a_locked_organization_cannot_ask()
    {
        var life = Life.Signed();
        Assert.Equal((ErrorCode.InvalidInput, "startsOn"), (life.Do(new RequestAdHocSeats(3, new(2025, 1, 14), 1)).Error, life.Do(new RequestAdHocSeats(3, new(2025, 1, 14), 1)).Field));
        Assert.Null(life.Do(new RequestAdHocSeats(3, new(2025, 1, 15), 1)).Error);
        Assert.Equal(ErrorCode.Locked, Life.Locked().Do(new RequestAdHocSeats(3, new(2025, 3, 14), 1)).Error);
    }
}

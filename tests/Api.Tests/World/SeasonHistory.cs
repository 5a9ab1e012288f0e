using Billing.Domain;
using Billing.Domain.AdHoc;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Seasons;
using NodaTime;

namespace Billing.Api.Tests.World;

/// <summary>Puts seasons, their members and requests into an organization's history, whatever the rules would say.</summary>
internal static class SeasonHistory
{
    public static void Season(this FakeOrganization organization, string id, LocalDate opensOn, LocalDate closesOn, int seats, string? name = null) =>
        organization.Record(new SeasonSet(new() { Id = new(id), Name = name ?? id, Window = BillingPeriod.OfSeason(opensOn, closesOn), Seats = seats }));

    public static void Seasonal(this FakeOrganization organization, string id, params string[] seasons) => organization.Record(new MemberAdded(
        FakeOrganization.Member(id, MemberStatus.Invited) with { Type = MemberType.Seasonal, Seasons = [.. seasons.Select(season => new SeasonId(season))] }));

    public static void Request(this FakeOrganization organization, string id, Instant dueBy, AdHocState state = AdHocState.Requested) => organization.Record(new AdHocRequested(new()
    {
        Id = new(id), Seats = 5, StartsOn = new(2025, 3, 1), Increments = 2, RequestedAt = FakeOrganization.Now, DueBy = dueBy, State = state, RequestedBy = "biller@example.com",
    }));
}

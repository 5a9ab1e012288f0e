using Billing.Domain.AdHoc;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Domain.Seasons;

/// <summary>Applies the facts of seasons and of requests for ad hoc seats.</summary>
internal static class SeasonFold
{
    /// <summary>Null where the fact is about neither.</summary>
    public static OrganizationState? Apply(OrganizationState state, OrganizationEvent fact, Instant at) => fact switch
    {
        SeasonSet e => state with { Seasons = state.Seasons.SetItem(e.Season.Id, e.Season) },
        SeasonOpened e => Change(state, e.Id, season => season with { Reached = SeasonState.Open, Openings = season.Openings + 1, Telling = new(Opened: true, null) }),
        SeasonClosed e => Change(state, e.Id, season => season with { Reached = SeasonState.Closed, Telling = Ending(season) }),
        SeasonRemoved e => Change(state, e.Id, season => season with
        {
            RemovedAt = at,
            Reached = SeasonState.Closed,
            Telling = season.Reached == SeasonState.Open ? Ending(season) : null,
        }),
        SeasonTold e => Told(state, e),
        AdHocRequested e => state with { AdHocRequests = state.AdHocRequests.Add(e.Request) },
        AdHocOverdue e => Change(state, e.Id, request => request with { State = AdHocState.Overdue }),
        AdHocInvoiced e => Change(state, e.Id, request => request with { InvoiceNumber = e.InvoiceNumber }),
        AdHocResolved e => Change(state, e.Id, request => request with
        {
            State = e.Season is null ? AdHocState.Declined : AdHocState.Fulfilled,
            Season = e.Season,
        }),
        _ => null,
    };

    /// <summary>Who has never heard of an opening, kept back while the organization was locked (A31), need not hear of its end.</summary>
    private static Telling? Ending(Season season) => season.Telling is { Opened: true, UpTo: null } ? null : new(Opened: false, null);

    private static OrganizationState Told(OrganizationState state, SeasonTold told)
    {
        var members = state.Members;
        foreach (var id in told.Welcomed) members = members.With(members[id] with { Welcomed = true });
        return Change(state with { Members = members }, told.Id, season => season with
        {
            Telling = told.Done || season.Telling is null ? null : season.Telling with { UpTo = told.UpTo },
        });
    }

    private static OrganizationState Change(OrganizationState state, SeasonId id, Func<Season, Season> change) =>
        state with { Seasons = state.Seasons.SetItem(id, change(state.Seasons[id])) };

    private static OrganizationState Change(OrganizationState state, AdHocRequestId id, Func<AdHocRequest, AdHocRequest> change)
    {
        var request = state.AdHocRequest(id)!;
        return state with { AdHocRequests = state.AdHocRequests.Replace(request, change(request)) };
    }
}

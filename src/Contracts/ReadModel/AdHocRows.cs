using NodaTime;

namespace Billing.Contracts.ReadModel;

/// <summary>A request for ad hoc seats in staff's queue.</summary>
/// <param name="Id">Unique across organizations.</param>
/// <param name="State">AdHocState by its name in the API, as committed: REQUESTED, FULFILLED, DECLINED, OVERDUE.</param>
/// <param name="OnTestClock">Its organization's time stands still between advances, and each of them writes what has become overdue.</param>
public sealed record AdHocRow(string OrganizationId, string Id, string State, Instant DueBy, bool OnTestClock)
{
    public AdHocPlace Place => new(State is not ("REQUESTED" or "OVERDUE"), DueBy, Id);
}

/// <summary>A place in the queue.</summary>
public sealed record AdHocPlace(bool IsAnswered, Instant DueBy, string Id);

/// <param name="States">Null: all. A REQUESTED row whose instant has passed in real time counts as OVERDUE, whether or not anybody has woken up.</param>
/// <param name="Now">Real time.</param>
public sealed record AdHocFilter(IReadOnlyList<string>? States, Instant Now);

public sealed record AdHocPage(IReadOnlyList<AdHocRow> Rows, int TotalCount, bool HasNext);

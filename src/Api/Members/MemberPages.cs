using System.Globalization;
using Billing.Api.Errors;
using Billing.Api.Organizations;
using Billing.Api.Paging;
using Billing.Domain.Members;
using NodaTime;

namespace Billing.Api.Members;

/// <summary>Which members a page is of.</summary>
/// <param name="Status">Null: present ones.</param>
/// <param name="Search">A part of the name or address, any case.</param>
internal sealed record MemberFilter(MemberType? Type, MemberStatus? Status, string? Search)
{
    public bool Has(Member member) =>
        (Type is null || member.Type == Type)
        && (Status is null ? member.IsPresent : member.Status == Status)
        && (Search is null || member.Name.Contains(Search, StringComparison.OrdinalIgnoreCase) || member.Email.Contains(Search, StringComparison.OrdinalIgnoreCase));

    /// <summary>The roster keeps count of types and statuses; only a search looks at everybody.</summary>
    public int CountIn(Roster roster) => Search is null
        ? (Type is { } type ? [type] : Enum.GetValues<MemberType>()).Sum(one => Status is { } status ? roster.CountOf(one, status) : roster.Present(one))
        : roster.Values.Count(Has);
}

/// <summary>Pages of an organization's members, in the order of their invitation: a page costs the same in a roster of ten as in one of ten thousand.</summary>
internal static class MemberPages
{
    public static Connection<MemberView> Of(OrganizationView organization, PageRequest page, Func<string, string> cursor, MemberFilter filter)
    {
        var roster = organization.State.Members;
        var found = Behind(roster, page.After).Where(filter.Has).Take(page.First + 1).ToList();
        return new(
            [.. found.Take(page.First).Select(member => new Edge<MemberView>(cursor, Key(Roster.PlaceOf(member)), new(member, organization)))],
            found.Count > page.First, page.After is not null, filter.CountIn(roster));
    }

    private static IEnumerable<Member> Behind(Roster roster, string? after)
    {
        for (var index = after is null ? 0 : roster.IndexBehind(PlaceOf(after)); index < roster.Order.Count; index++)
            yield return roster[new(roster.Order[index].MemberId)];
    }

    private static string Key(RosterPlace place) => $"{place.InvitedAt.ToUnixTimeTicks():D20}:{place.MemberId}";

    private static RosterPlace PlaceOf(string key) =>
        key.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && long.TryParse(key.AsSpan(0, colon), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ticks)
            ? new(Instant.FromUnixTimeTicks(ticks), key[(colon + 1)..])
            : throw new BadInputException("This cursor does not belong to this list.", "after");
}

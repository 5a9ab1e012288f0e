using Billing.Contracts.ReadModel;
using Billing.Grains.Journal;
using NodaTime;

namespace Billing.Grains.Maintenance;

/// <summary>The read model's rows of a stream against those that its history comes to. A mail's words are not compared: they are what was sent,
/// whatever the templates say today (docs/decisions/0034).</summary>
internal static class RowCheck
{
    private static readonly string[] Nobody = [];

    /// <param name="now">The instant at which <paramref name="expected"/> was made.</param>
    public static IEnumerable<string> Compare(ReadModelChanges expected, StoredRows stored, Instant now)
    {
        if (expected.Account != stored.Account) yield return stored.Account is null ? "its row is missing" : "its row has another name, or should not be there";
        if (Lasting(expected.Organization) != Lasting(stored.Organization))
        {
            var (does, should) = (Text(stored.Organization), Text(expected.Organization));
            yield return does == should ? "its row has another name" : $"its row is {does}, should be {should}";
        }

        if (stored.Folded is { } folded && (expected.Organization?.Name ?? expected.Account?.Name) is { } name && folded != NameSearch.Fold(name))
            yield return "searches for its name do not find it";
        if (expected.Organization is { } organization && stored.Organization is { } row)
        {
            if (!Wakes(organization.NextDueAt, row.NextDueAt, now)) yield return $"what is due wakes it at {At(row.NextDueAt)}, should be {At(organization.NextDueAt)}";
            if (!Wakes(organization.NextEffectAt, row.NextEffectAt, now))
                yield return $"mail or a payment wakes it at {At(row.NextEffectAt)}, should be {At(organization.NextEffectAt)}";
        }

        var members = Last(expected.Members, member => member.MemberId);
        if (!members.ToHashSet().SetEquals(stored.Members)) yield return $"{Difference(members, stored.Members)} member rows differ";

        var mail = Delivered(expected).Select(Comparable).ToList();
        var sent = stored.Mail.Select(Comparable).ToList();
        if (!mail.ToHashSet().SetEquals(sent)) yield return $"{Difference(mail, sent)} mail rows differ";

        var requests = Last(expected.AdHocRequests, request => request.Id).Select(Comparable).ToList();
        var queued = stored.AdHocRequests.Select(request => (Comparable(request.Row).Row, request.IsAnswered)).ToList();
        if (!requests.ToHashSet().SetEquals(queued)) yield return $"{Difference(requests, queued)} rows of ad hoc requests differ";
    }

    /// <summary>The columns of the sweep (D5). "At once" is written as the instant of the writing, so what is past on both sides is the same.</summary>
    private static bool Wakes(Instant? expected, Instant? stored, Instant now) =>
        Ticks(expected) == Ticks(stored) || (expected is { } should && stored is { } does && should <= now && does <= now);

    private static OrganizationRow? Lasting(OrganizationRow? row) => row is null ? null : row with
    {
        RenewsAt = Ticks(row.RenewsAt),
        CreatedAt = Ticks(row.CreatedAt)!.Value,
        NextDueAt = null,
        NextEffectAt = null,
    };

    /// <summary>Each mail as its last outcome left it.</summary>
    private static IEnumerable<MailRow> Delivered(ReadModelChanges rows)
    {
        var outcomes = Last(rows.MailOutcomes, outcome => outcome.MailId).ToDictionary(outcome => outcome.MailId);
        return rows.Mail.Select(row => outcomes.TryGetValue(row.Id, out var outcome)
            ? row with { Status = outcome.Status, SentAt = outcome.SentAt, Error = outcome.Error } : row);
    }

    private static (MailRow Row, string To) Comparable(MailRow row) =>
        (row with { Subject = "", Text = "", Html = "", To = Nobody, QueuedAt = Ticks(row.QueuedAt)!.Value, SentAt = Ticks(row.SentAt) }, string.Join('\n', row.To));

    private static (AdHocRow Row, bool IsAnswered) Comparable(AdHocRow row) => (row with { DueBy = Ticks(row.DueBy)!.Value }, row.Place.IsAnswered);

    /// <summary>As precise as a column is.</summary>
    private static Instant? Ticks(Instant? instant) => instant is { } value ? Instant.FromUnixTimeTicks(value.ToUnixTimeTicks()) : null;

    private static List<T> Last<T>(IReadOnlyList<T> rows, Func<T, string> id) => [.. rows.GroupBy(id).Select(same => same.Last())];

    private static int Difference<T>(IEnumerable<T> one, IEnumerable<T> other)
    {
        var different = one.ToHashSet();
        different.SymmetricExceptWith(other);
        return different.Count;
    }

    private static string At(Instant? instant) => instant?.ToString() ?? "no time";

    /// <summary>Without names: findings go to logs (D11).</summary>
    private static string Text(OrganizationRow? row) => row is null ? "missing"
        : $"(account {row.AccountId}, {row.State}, renews {row.RenewsAt?.ToString() ?? "never"}, payment {(row.HasUnknownPayment ? "unknown" : "settled")}, created {row.CreatedAt})";
}

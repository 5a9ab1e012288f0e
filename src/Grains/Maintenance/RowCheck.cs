using Billing.Contracts.ReadModel;

namespace Billing.Grains.Maintenance;

/// <summary>The read model's rows of a stream against those that its history comes to.</summary>
internal static class RowCheck
{
    public static IEnumerable<string> Compare(ReadModelChanges expected, StoredRows stored)
    {
        if (expected.Account != stored.Account) yield return stored.Account is null ? "its row is missing" : "its row has another name, or should not be there";
        if (Lasting(expected.Organization) != Lasting(stored.Organization)) yield return $"its row is {Text(stored.Organization)}, should be {Text(expected.Organization)}";

        var members = Last(expected.Members, member => member.MemberId);
        if (!members.ToHashSet().SetEquals(stored.Members)) yield return $"{Difference(members, stored.Members)} member rows differ";

        var outcomes = Last(expected.MailOutcomes, outcome => outcome.MailId).ToDictionary(outcome => outcome.MailId);
        var mail = expected.Mail.Select(row => outcomes.TryGetValue(row.Id, out var outcome)
            ? (row.Id, row.Number, row.Template, outcome.Status, outcome.SentAt) : (row.Id, row.Number, row.Template, row.Status, row.SentAt)).ToHashSet();
        var sent = stored.Mail.Select(row => (row.Id, row.Number, row.Template, row.Status, row.SentAt)).ToList();
        if (!mail.SetEquals(sent)) yield return $"{Difference(mail, sent)} mail rows differ";

        var requests = Last(expected.AdHocRequests, request => request.Id).Select(request => KeyValuePair.Create(request.Id, request.State)).ToHashSet();
        if (!requests.SetEquals(stored.AdHocStates)) yield return $"{Difference(requests, stored.AdHocStates)} rows of ad hoc requests differ";
    }

    /// <summary>When it wakes up next depends on when one asks.</summary>
    private static OrganizationRow? Lasting(OrganizationRow? row) => row is null ? null : row with { NextDueAt = null, NextEffectAt = null };

    private static List<T> Last<T>(IReadOnlyList<T> rows, Func<T, string> id) => [.. rows.GroupBy(id).Select(same => same.Last())];

    private static int Difference<T>(IEnumerable<T> one, IEnumerable<T> other)
    {
        var different = one.ToHashSet();
        different.SymmetricExceptWith(other);
        return different.Count;
    }

    /// <summary>Without names: findings go to logs (D11).</summary>
    private static string Text(OrganizationRow? row) => row is null ? "missing"
        : $"(account {row.AccountId}, {row.State}, renews {row.RenewsAt?.ToString() ?? "never"}, payment {(row.HasUnknownPayment ? "unknown" : "settled")}, created {row.CreatedAt})";
}

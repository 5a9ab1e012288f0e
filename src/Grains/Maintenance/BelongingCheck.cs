using Billing.Grains.Journal;

namespace Billing.Grains.Maintenance;

/// <summary>Every organization belongs to the account that ordered it, and every one that an account has made is there. Feed positions do not tell
/// of a lost account: accounts publish nothing.</summary>
internal sealed class BelongingCheck(IJournal journal, Replay replay)
{
    private readonly Dictionary<string, string> accountOf = [];
    private readonly Dictionary<string, string> ordered = [];
    private readonly HashSet<string> made = [];
    private readonly HashSet<string> unreadable = [];

    /// <param name="replayed">Null where the history cannot be read: nothing is said of what belongs to it.</param>
    public void Saw(string stream, Replayed? replayed)
    {
        if (replayed is null) unreadable.Add(stream);
        if (replayed?.Organization is { } organization) accountOf[stream] = organization.AccountId.Value;
        foreach (var order in replayed?.Account?.Organizations ?? [])
        {
            ordered[order.Id.Value] = stream;
            if (order.Made) made.Add(order.Id.Value);
        }
    }

    public async IAsyncEnumerable<Finding> FindAsync()
    {
        foreach (var (organization, account) in accountOf)
        {
            if (unreadable.Contains(account) || ordered.GetValueOrDefault(organization) == account) continue;
            if (await HasOrderedAsync(account, organization)) continue;
            yield return new(organization, $"its account {account} has not ordered it, or is not there");
        }

        foreach (var organization in made)
        {
            if (accountOf.ContainsKey(organization) || unreadable.Contains(organization)) continue;
            // Made by a service that works meanwhile, after all organizations were listed.
            if ((await journal.ReadAsync(organization, 0, 1, CancellationToken.None)).Count > 0) continue;
            yield return new(ordered[organization], $"its organization {organization} was made, and has no history");
        }
    }

    /// <summary>By a service that works meanwhile, after the account was looked at.</summary>
    private async Task<bool> HasOrderedAsync(string account, string organization)
    {
        if ((await journal.ReadAsync(account, 0, 1, CancellationToken.None)).Count == 0) return false;
        return (await replay.RunAsync(account)).Account!.Organizations.Any(order => order.Id.Value == organization);
    }
}

using Billing.Contracts.ReadModel;
using Billing.Domain.Payments;
using Billing.Grains.Journal;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Organizations;

namespace Billing.Grains.Maintenance;

/// <param name="Stream">The organization or account; "feed" for what is about all.</param>
public sealed record Finding(string Stream, string Problem);

/// <summary>Looks at everything that is stored: each history by itself, the rows that follow from it, who belongs to whom, and what the payment
/// provider took. Others may write meanwhile.</summary>
/// <param name="provider">Null: the provider is not asked.</param>
/// <param name="ledger">The same provider's list of all that it took; null: only customers of the journal's organizations are asked for.</param>
public sealed class Verifier(SqlDatabase database, IJournal journal, Replay replay, IPaymentProvider? provider, IProviderLedger? ledger, IDeploymentSettings deployment)
{
    /// <summary>At a history that grows whenever it is looked at; more than two say nothing new.</summary>
    private const int MostLooks = 3;

    /// <summary>More rows without a history than anybody reads.</summary>
    private const int MostStrays = 1_000;

    private readonly Streams streams = new(database);
    private readonly MoneyCheck? money = provider is null ? null : new(provider, deployment.DeploymentId);

    /// <param name="told">How many streams were looked at, of how many.</param>
    /// <exception cref="ProviderUnavailableException">The provider does not answer.</exception>
    public async IAsyncEnumerable<Finding> RunAsync(Action<int, int> told)
    {
        var places = await streams.AllAsync();
        var looked = 0;
        var belonging = new BelongingCheck(journal, replay);
        var unknown = new UnknownCharges(journal, replay, deployment.DeploymentId);
        foreach (var place in places)
        {
            var (problems, replayed) = await LookAsync(place.Stream);
            foreach (var problem in problems) yield return new(place.Stream, problem);
            belonging.Saw(place.Stream, replayed);
            unknown.Saw(place.Stream, replayed);
            told(++looked, places.Count);
        }

        if (await streams.FeedProblemAsync() is { } wrong) yield return new("feed", wrong);
        await foreach (var finding in belonging.FindAsync()) yield return finding;
        foreach (var stray in await StoredRows.StraysAsync(database, MostStrays)) yield return new(stray, "it has rows, and no history");
        if (ledger is null) yield break;
        await foreach (var finding in unknown.FindAsync(ledger)) yield return finding;
    }

    /// <returns>No state where the history cannot be read.</returns>
    private async Task<(IReadOnlyList<string> Problems, Replayed? Replayed)> LookAsync(string stream)
    {
        try
        {
            // As of one instant, so that nothing differs only because a service goes on.
            var (replayed, stored) = await database.ReadSnapshotAsync(async snapshot =>
                (await replay.In(snapshot).RunAsync(stream), await StoredRows.OfAsync(snapshot, stream)));
            return ([.. replayed.Problems, .. RowCheck.Compare(replayed.Rows, stored, replayed.At), .. await OfMoneyAsync(stream, replayed)], replayed);
        }
        catch (QuarantinedException unreadable)
        {
            return ([unreadable.Message], null);
        }
    }

    /// <summary>The provider cannot be asked as of the history's instant. Where that has grown meanwhile, what differs is looked at again and believed where it
    /// differs in the same words: whatever the provider knew at one look is in the history at the next.</summary>
    private async Task<IReadOnlyList<string>> OfMoneyAsync(string stream, Replayed replayed)
    {
        if (money is null || replayed.Organization is not { } organization) return [];
        var problems = await money.CompareAsync(organization);
        for (var look = 2; problems.Count > 0 && look <= MostLooks && await HasGrownAsync(stream, replayed); look++)
        {
            replayed = await replay.RunAsync(stream);
            problems = [.. problems.Intersect(await money.CompareAsync(replayed.Organization!))];
        }

        return problems;
    }

    private async Task<bool> HasGrownAsync(string stream, Replayed replayed) =>
        (await journal.ReadAsync(stream, replayed.Sequence, 1, CancellationToken.None)).Count > 0;
}

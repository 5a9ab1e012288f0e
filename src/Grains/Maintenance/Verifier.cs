using Billing.Contracts.ReadModel;
using Billing.Domain.Payments;
using Billing.Grains.Journal;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Organizations;

namespace Billing.Grains.Maintenance;

/// <param name="Stream">The organization or account; "feed" for what is about all.</param>
public sealed record Finding(string Stream, string Problem);

/// <summary>Looks at everything that is stored: each history by itself, the rows that follow from it, who belongs to whom, and what the payment
/// provider took.</summary>
/// <param name="provider">Null: the provider is not asked.</param>
/// <param name="ledger">The same provider's list of all that it took; null: only customers of the journal's organizations are asked for.</param>
public sealed class Verifier(SqlDatabase database, IJournal journal, Replay replay, IPaymentProvider? provider, IProviderLedger? ledger, IDeploymentSettings deployment)
{
    /// <summary>Where others write meanwhile, what was read at two instants may seem to differ: it is looked at again.</summary>
    private const int MostLooks = 3;

    /// <summary>More rows without a history than anybody reads.</summary>
    private const int MostStrays = 1_000;

    private readonly Streams streams = new(database);
    private readonly MoneyCheck? money = provider is null ? null : new(provider, deployment.DeploymentId);

    /// <param name="told">How many streams were looked at, of how many.</param>
    /// <exception cref="ProviderUnavailableException">The provider does not answer.</exception>
    public async IAsyncEnumerable<Finding> RunAsync(Action<int, int> told)
    {
        var total = await streams.CountAsync();
        var looked = 0;
        var belonging = new BelongingCheck(journal);
        var unknown = new UnknownCharges(journal, replay, deployment.DeploymentId);
        await foreach (var place in streams.AfterAsync(null))
        {
            var (problems, replayed) = await LookAsync(place.Stream);
            foreach (var problem in problems) yield return new(place.Stream, problem);
            belonging.Saw(place.Stream, replayed);
            unknown.Saw(place.Stream, replayed);
            told(++looked, total);
        }

        if (await streams.FeedProblemAsync() is { } wrong) yield return new("feed", wrong);
        await foreach (var finding in belonging.FindAsync()) yield return finding;
        foreach (var stray in await StoredRows.StraysAsync(database, MostStrays)) yield return new(stray, "it has rows, and no history");
        if (ledger is null) yield break;
        await foreach (var finding in unknown.FindAsync(ledger)) yield return finding;
    }

    private async Task<(IReadOnlyList<string> Problems, Replayed? Replayed)> LookAsync(string stream)
    {
        for (var look = 1; ; look++)
        {
            var (problems, replayed) = await LookOnceAsync(stream);
            if (problems.Count == 0 || look == MostLooks || replayed is null) return (problems, replayed);
            if ((await journal.ReadAsync(stream, replayed.Sequence, 1, CancellationToken.None)).Count == 0) return (problems, replayed);
        }
    }

    /// <returns>No state where the history cannot be read.</returns>
    private async Task<(IReadOnlyList<string> Problems, Replayed? Replayed)> LookOnceAsync(string stream)
    {
        Replayed replayed;
        try
        {
            replayed = await replay.RunAsync(stream);
        }
        catch (QuarantinedException unreadable)
        {
            return ([unreadable.Message], null);
        }

        List<string> problems = [.. replayed.Problems, .. RowCheck.Compare(replayed.Rows, await StoredRows.OfAsync(database, stream), replayed.At)];
        if (money is not null && replayed.Organization is { } organization) problems.AddRange(await money.CompareAsync(organization));
        return (problems, replayed);
    }
}

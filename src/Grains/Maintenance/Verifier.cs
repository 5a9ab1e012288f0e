using Billing.Contracts.ReadModel;
using Billing.Domain.Payments;
using Billing.Grains.Journal;
using Billing.Grains.Journal.Sql;
using Billing.Grains.Organizations;

namespace Billing.Grains.Maintenance;

/// <param name="Stream">The organization or account; "feed" for what is about all.</param>
public sealed record Finding(string Stream, string Problem);

/// <summary>Looks at everything that is stored: each history by itself, the rows that follow from it, and what the payment provider took.</summary>
/// <param name="provider">Null: the provider is not asked.</param>
public sealed class Verifier(SqlDatabase database, IJournal journal, Replay replay, IPaymentProvider? provider, IDeploymentSettings deployment)
{
    /// <summary>Where others write meanwhile, what was read at two instants may seem to differ: it is looked at again.</summary>
    private const int MostLooks = 3;

    private readonly Streams streams = new(database);
    private readonly MoneyCheck? money = provider is null ? null : new(provider, deployment.DeploymentId);

    /// <param name="told">How many streams were looked at, of how many.</param>
    public async IAsyncEnumerable<Finding> RunAsync(Action<int, int> told)
    {
        var total = await streams.CountAsync();
        var looked = 0;
        await foreach (var place in streams.AfterAsync(null))
        {
            foreach (var problem in await LookAsync(place.Stream)) yield return new(place.Stream, problem);
            told(++looked, total);
        }

        if (await streams.FeedProblemAsync() is { } wrong) yield return new("feed", wrong);
    }

    private async Task<IReadOnlyList<string>> LookAsync(string stream)
    {
        for (var look = 1; ; look++)
        {
            var (problems, sequence) = await LookOnceAsync(stream);
            if (problems.Count == 0 || look == MostLooks || (await journal.ReadAsync(stream, sequence, 1, CancellationToken.None)).Count == 0) return problems;
        }
    }

    private async Task<(IReadOnlyList<string> Problems, long Sequence)> LookOnceAsync(string stream)
    {
        Replayed replayed;
        try
        {
            replayed = await replay.RunAsync(stream);
        }
        catch (QuarantinedException unreadable)
        {
            return ([unreadable.Message], long.MaxValue);
        }

        List<string> problems = [.. replayed.Problems, .. RowCheck.Compare(replayed.Rows, await StoredRows.OfAsync(database, stream))];
        if (money is not null && replayed.Organization is { } organization) problems.AddRange(await money.CompareAsync(organization));
        return (problems, replayed.Sequence);
    }
}

using GraphQL.DataLoader;

namespace Billing.Api.DataLoading;

/// <summary>Gathers what the fields of one request want to know and asks for all of it in one call: a page of a hundred entries costs one query, whatever
/// each of them shows.</summary>
/// <param name="load">Asks for all keys at once; what it does not answer is <paramref name="missing"/>.</param>
internal sealed class BatchLoader<TKey, TValue>(
    Func<IReadOnlyCollection<TKey>, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> load, TValue missing)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private Batch? open;

    /// <returns>To be handed to the executor, which asks for it when no other field is left to begin: that closes the batch.</returns>
    public IDataLoaderResult<TValue> Load(TKey key)
    {
        lock (gate)
        {
            open ??= new(this);
            open.Keys.Add(key);
            return new Result(open, key);
        }
    }

    private sealed class Batch(BatchLoader<TKey, TValue> owner)
    {
        private Task<IReadOnlyDictionary<TKey, TValue>>? answer;

        public HashSet<TKey> Keys { get; } = [];

        public async Task<TValue> ValueAsync(TKey key, CancellationToken cancellationToken) =>
            (await AnswerAsync(cancellationToken)).TryGetValue(key, out var value) ? value : owner.Missing;

        private Task<IReadOnlyDictionary<TKey, TValue>> AnswerAsync(CancellationToken cancellationToken)
        {
            lock (owner.gate)
            {
                if (owner.open == this) owner.open = null;      // keys that come from now on are another batch's
                return answer ??= owner.LoadAsync(Keys, cancellationToken);
            }
        }
    }

    private TValue Missing => missing;

    private Task<IReadOnlyDictionary<TKey, TValue>> LoadAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken) => load(keys, cancellationToken);

    private sealed class Result(Batch batch, TKey key) : IDataLoaderResult<TValue>
    {
        public Task<TValue> GetResultAsync(CancellationToken cancellationToken = default) => batch.ValueAsync(key, cancellationToken);

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
    }
}

using Billing.StripeSimulator.Events;
using Billing.StripeSimulator.Http;
using Billing.StripeSimulator.Idempotency;

namespace Billing.StripeSimulator.Persistence;

/// <summary>All objects in memory, and the log that they come back from. Not safe for concurrent use: the gateway's lock is its guard.</summary>
internal sealed class Store : IDisposable
{
    private readonly Dictionary<string, Resource> resources = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, List<string>> oldestFirst = [];
    private readonly Dictionary<string, StoredAnswer> answers = new(StringComparer.Ordinal);
    private readonly Queue<StoredAnswer> answersByAge = new();
    private readonly LogFile log;

    private Store(LogFile log) => this.log = log;

    /// <exception cref="InvalidDataException">The file is damaged elsewhere than at its end.</exception>
    /// <exception cref="IOException">Another process has the file open.</exception>
    public static Store Open(string path, long now)
    {
        var store = new Store(LogFile.Own(path));
        try
        {
            store.Load(now);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public T? Find<T>(string id)
        where T : Resource => resources.GetValueOrDefault(id) as T;

    public IEnumerable<T> NewestFirst<T>()
        where T : Resource
    {
        var ids = IdsOf(typeof(T));
        for (var i = ids.Count - 1; i >= 0; i--)
        {
            yield return (T)resources[ids[i]];
        }
    }

    public StoredAnswer? FindAnswer(string key, long now)
    {
        while (answersByAge.TryPeek(out var oldest) && oldest.IsExpired(now))
        {
            answersByAge.Dequeue();
            if (answers.TryGetValue(oldest.Key, out var current) && current == oldest)
            {
                answers.Remove(oldest.Key);
            }
        }

        return answers.TryGetValue(key, out var answer) && !answer.IsExpired(now) ? answer : null;
    }

    /// <summary>Writes, then changes: an exception leaves everything as it was.</summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Commit(IReadOnlyList<Resource> changes, StoredAnswer? answer)
    {
        if (changes.Count == 0 && answer is null)
        {
            return;
        }

        var entry = new LogEntry { Put = changes.Count == 0 ? null : changes, Answer = answer };
        log.Append(entry);
        Apply(entry);
    }

    public void Dispose() => log.Dispose();

    private void Load(long now)
    {
        var written = 0;
        foreach (var entry in log.ReadAll())
        {
            written += (entry.Put?.Count ?? 0) + (entry.Answer is null ? 0 : 1);
            Apply(entry);
        }

        if (log.Length > LogFile.CompactionBytes)
        {
            Compact(now, written);
        }
    }

    /// <summary>Leaves out superseded versions, expired keys and old events, once they are more than the rest.</summary>
    private void Compact(long now, int written)
    {
        var kept = resources.Values.Where(resource => resource is not Event old || !old.IsExpired(now)).ToList();
        var keptAnswers = answersByAge.Where(answer => !answer.IsExpired(now)).ToList();
        if ((kept.Count + keptAnswers.Count) * 2 > written)
        {
            return;
        }

        // Dictionaries keep the order of insertion only while nothing is removed, which the store never does to its resources.
        log.Rewrite(
        [
            .. kept.Select(resource => new LogEntry { Put = [resource] }),
            .. keptAnswers.Select(answer => new LogEntry { Answer = answer }),
        ]);
    }

    private void Apply(LogEntry entry)
    {
        foreach (var resource in entry.Put ?? [])
        {
            if (!resources.ContainsKey(resource.Id))
            {
                IdsOf(resource.GetType()).Add(resource.Id);
            }

            resources[resource.Id] = resource;
        }

        if (entry.Answer is { } answer)
        {
            answers[answer.Key] = answer;
            answersByAge.Enqueue(answer);
        }
    }

    private List<string> IdsOf(Type type)
    {
        if (!oldestFirst.TryGetValue(type, out var ids))
        {
            oldestFirst[type] = ids = [];
        }

        return ids;
    }
}

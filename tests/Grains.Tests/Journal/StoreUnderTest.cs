using Billing.Contracts.ReadModel;
using Billing.Grains.Journal;
using Billing.Grains.Journal.Sql;

namespace Billing.Grains.Tests.Journal;

/// <summary>A database of its own for one test. The contract's tests are written against this, once for every kind of database.</summary>
public abstract class StoreUnderTest : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _opened = [];

    public abstract IReadModel ReadModel { get; }

    /// <summary>One more writer on the same database, as another process would be.</summary>
    public IJournal OpenJournal()
    {
        var journal = CreateJournal();
        if (journal is IAsyncDisposable disposable) _opened.Add(disposable);
        return journal;
    }

    public abstract IDeploymentSettings OpenSettings();

    /// <summary>The database itself, for what looks at tables.</summary>
    public abstract SqlDatabase OpenTables();

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened) await opened.DisposeAsync();
        await DeleteAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract IJournal CreateJournal();

    protected abstract ValueTask DeleteAsync();
}

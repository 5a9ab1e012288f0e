using Billing.Contracts.ReadModel;

namespace Billing.Grains.Maintenance;

/// <summary>Writes the read model's rows anew, stream by stream, on a connection of its own. Nobody else may write meanwhile.</summary>
public interface IRowRebuild : IDisposable
{
    /// <summary>The last stream that is done; null at the beginning.</summary>
    StreamPlace? Place { get; }

    /// <summary>Takes out what stands there of a stream, puts in what belongs there, and notes the place: all of it, or nothing.</summary>
    void Replace(StreamPlace place, ReadModelChanges rows);

    /// <summary>Takes out the rows of streams that are not in the journal, and forgets the place.</summary>
    void Finish();
}

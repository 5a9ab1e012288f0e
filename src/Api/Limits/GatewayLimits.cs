namespace Billing.Api.Limits;

/// <summary>What one request may cost. The figures are those of the design's table of threats (floods); every one can be configured.</summary>
public sealed class GatewayLimits
{
    /// <summary>Bytes of a request's body, checked before and while it is read.</summary>
    public int BodyBytes { get; set; } = 256 * 1024;

    /// <summary>Tokens of a document, counted before it is parsed.</summary>
    public int Tokens { get; set; } = 4_000;

    /// <summary>Fields within each other. The usual tools' introspection needs 15.</summary>
    public int Depth { get; set; } = 16;

    /// <summary>Fields of one operation, those of its fragments counted at each spread.</summary>
    public int Fields { get; set; } = 300;

    public int Aliases { get; set; } = 30;

    public int RootFields { get; set; } = 20;

    public int RootMutations { get; set; } = 5;

    /// <summary>Operations in one document: an IDE sends all that its tab holds.</summary>
    public int Operations { get; set; } = 50;

    /// <summary>Lists of the schema's own description within each other: types, their fields, their types' fields would grow without bound.</summary>
    public int IntrospectionLists { get; set; } = 2;

    /// <summary>Fields that an operation may make the service compute, page sizes multiplied in.</summary>
    public long Cost { get; set; } = 20_000;

    /// <summary>Entries that a list without a page size is taken to have.</summary>
    public int AssumedListSize { get; set; } = 5;

    /// <summary>Errors in one answer.</summary>
    public int Errors { get; set; } = 5;

    /// <summary>Operations that one caller may have under way at once; open subscriptions are counted by <see cref="Streams"/>.</summary>
    public int ConcurrentOperations { get; set; } = 100;

    /// <summary>Operations that one staff member or service may begin in a minute; 0: as many as they like.</summary>
    public int RequestsPerMinute { get; set; } = 60_000;

    /// <summary>The same for a USER.</summary>
    public int UserRequestsPerMinute { get; set; } = 1_200;

    public TimeSpan QueryTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>A purchase may wait 20 s for the payment provider more than once.</summary>
    public TimeSpan MutationTime { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Memory that parsed documents may keep, roughly.</summary>
    public long CachedDocumentBytes { get; set; } = 32 * 1024 * 1024;

    public StreamLimits Streams { get; } = new();
}

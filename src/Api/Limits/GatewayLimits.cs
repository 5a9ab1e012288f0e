using System.ComponentModel.DataAnnotations;

namespace Billing.Api.Limits;

/// <summary>What one request may cost, and one caller. The standard figures are those of the design's table of threats (floods); each can be configured,
/// and docs/limits.md tells of each.</summary>
public sealed class GatewayLimits
{
    /// <summary>Bytes of a request's body, checked before and while it is read.</summary>
    [Range(1_024, 100_000_000)]
    public int BodyBytes { get; set; } = 256 * 1024;

    /// <summary>Tokens of a document, counted before it is parsed.</summary>
    [Range(1, 1_000_000)]
    public int Tokens { get; set; } = 4_000;

    /// <summary>Characters of one token: a name, a number, a string.</summary>
    [Range(100, 1_000_000)]
    public int TokenCharacters { get; set; } = 4_096;

    /// <summary>Characters of all tokens of a document together; what lies between them is free.</summary>
    [Range(1_000, 10_000_000)]
    public int DocumentCharacters { get; set; } = 65_536;

    /// <summary>Fields within each other. The usual tools' introspection needs 15.</summary>
    [Range(1, 200)]
    public int Depth { get; set; } = 16;

    /// <summary>Fields of one operation, those of its fragments counted at each spread.</summary>
    [Range(1, 100_000)]
    public int Fields { get; set; } = 300;

    [Range(0, 100_000)]
    public int Aliases { get; set; } = 30;

    [Range(1, 10_000)]
    public int RootFields { get; set; } = 20;

    [Range(1, 1_000)]
    public int RootMutations { get; set; } = 5;

    /// <summary>Operations in one document: an IDE sends all that its tab holds.</summary>
    [Range(1, 1_000)]
    public int Operations { get; set; } = 50;

    /// <summary>Fragments that one document defines.</summary>
    [Range(0, 10_000)]
    public int Fragments { get; set; } = 100;

    /// <summary>Spreads of fragments and inline fragments, as the document writes them.</summary>
    [Range(0, 10_000)]
    public int Spreads { get; set; } = 150;

    /// <summary>Variables that one operation declares.</summary>
    [Range(0, 10_000)]
    public int Variables { get; set; } = 100;

    /// <summary>Directives, as the document writes them.</summary>
    [Range(0, 10_000)]
    public int Directives { get; set; } = 60;

    /// <summary>Arguments, as the document writes them.</summary>
    [Range(0, 10_000)]
    public int Arguments { get; set; } = 500;

    /// <summary>Lists of the schema's own description within each other: types, their fields, their types' fields would grow without bound.</summary>
    [Range(0, 20)]
    public int IntrospectionLists { get; set; } = 2;

    /// <summary>Fields that an operation may make the service compute, page sizes multiplied in.</summary>
    [Range(1, 1_000_000_000)]
    public long Cost { get; set; } = 20_000;

    /// <summary>Entries that a list without a page size is taken to have.</summary>
    [Range(1, 1_000)]
    public int AssumedListSize { get; set; } = 5;

    /// <summary>Errors in one answer.</summary>
    [Range(1, 1_000)]
    public int Errors { get; set; } = 5;

    /// <summary>Queries and mutations that one caller may have under way at once; subscriptions are counted by <see cref="Streams"/>.</summary>
    [Range(1, 10_000)]
    public int ConcurrentOperations { get; set; } = 100;

    /// <summary>Operations that one staff member or service may begin in a minute; 0: as many as they like.</summary>
    [Range(0, 10_000_000)]
    public int RequestsPerMinute { get; set; } = 60_000;

    /// <summary>The same for a USER.</summary>
    [Range(0, 10_000_000)]
    public int UserRequestsPerMinute { get; set; } = 1_200;

    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan QueryTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>A purchase may wait 20 s for the payment provider more than once.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MutationTime { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Memory that parsed documents may keep, roughly.</summary>
    [Range(0, 10_000_000_000.0)]
    public long CachedDocumentBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Memory that texts sent with their hashes may keep, roughly.</summary>
    [Range(0, 10_000_000_000.0)]
    public long PersistedQueryBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Requests that one body may hold in an array; 0: none, arrays are refused.</summary>
    [Range(0, 100)]
    public int BatchSize { get; set; }

    public StreamLimits Streams { get; } = new();

    /// <summary>What is wrong with them, in words that name the limit; null where nothing is.</summary>
    public string? Problem()
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), problems, validateAllProperties: true);
        Validator.TryValidateObject(Streams, new ValidationContext(Streams), problems, validateAllProperties: true);
        return problems.FirstOrDefault()?.ErrorMessage;
    }
}

namespace Billing.Api.Errors;

/// <summary>The codes in <c>extensions.code</c> of GraphQL's own errors. Programs read these; nothing else is ever sent there.</summary>
public static class ApiErrorCode
{
    /// <summary>No token, or one that is forged, expired or not ours.</summary>
    public const string Unauthenticated = "UNAUTHENTICATED";

    /// <summary>Does not exist, or the caller may not know that it does.</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>The caller sees the object but lacks the right for this field.</summary>
    public const string Forbidden = "FORBIDDEN";

    /// <summary>The document, its variables or an argument is wrong: repeating it changes nothing.</summary>
    public const string BadUserInput = "BAD_USER_INPUT";

    /// <summary>Try again, with the same idempotency key: the first try may have been carried out.</summary>
    public const string Unavailable = "UNAVAILABLE";

    public const string RateLimited = "RATE_LIMITED";

    /// <summary>The request is past a limit of size, depth, count or cost.</summary>
    public const string TooComplex = "TOO_COMPLEX";

    /// <summary>Send the query with its hash: the hash alone is not known (any longer).</summary>
    public const string PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND";

    public const string CursorTooOld = "CURSOR_TOO_OLD";

    public const string SlowConsumer = "SLOW_CONSUMER";

    /// <summary>A bug of ours: comes with a trace id and nothing else.</summary>
    public const string Internal = "INTERNAL";

    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        Unauthenticated, NotFound, Forbidden, BadUserInput, Unavailable, RateLimited, TooComplex, PersistedQueryNotFound, CursorTooOld, SlowConsumer, Internal,
    };
}

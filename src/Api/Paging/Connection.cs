using System.Globalization;
using Billing.Api.Errors;
using GraphQL;

namespace Billing.Api.Paging;

/// <summary>One page of a list, as Relay's connections show it.</summary>
public sealed record Connection<T>(IReadOnlyList<Edge<T>> Edges, bool HasNextPage, bool HasPreviousPage, int TotalCount)
{
    public IEnumerable<T> Nodes => Edges.Select(edge => edge.Node);
}

/// <summary>An entry of a page, and its place in the list.</summary>
/// <param name="Encode">Makes a cursor of a key; asked for only where somebody reads it, since each costs a hash.</param>
/// <param name="Key">The place in the list's own terms.</param>
public sealed record Edge<T>(Func<string, string> Encode, string Key, T Node)
{
    public string Cursor => Encode(Key);
}

/// <summary>What a caller asked of a list.</summary>
/// <param name="First">1 to 100.</param>
/// <param name="After">The key of the last row that he has; null at the start.</param>
public sealed record PageRequest(int First, string? After)
{
    public const int Largest = 100;

    /// <summary>The key as the numbers that most lists are ordered by.</summary>
    /// <exception cref="BadInputException">The key is none.</exception>
    public long? AfterNumber =>
        After is null ? null
        : long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new BadInputException("This cursor does not belong to this list.", "after");

    /// <param name="list">As for <see cref="CursorCodec.Encode"/>.</param>
    /// <exception cref="BadInputException">Page size out of range, or a cursor of something else.</exception>
    public static PageRequest Of(IResolveFieldContext context, CursorCodec cursors, string list)
    {
        var first = context.GetArgument<int>("first");
        var after = context.GetArgument<string?>("after");
        return first is < 1 or > Largest
            ? throw new BadInputException($"first must be between 1 and {Largest}.", "first")
            : new(first, after is null ? null : cursors.Decode(list, after));
    }
}

using GraphQL.Types;

namespace Billing.Api.Paging;

/// <summary>Says which argument of a field is a page size, so that the cost limit multiplies by it. <c>first</c> is one by itself.</summary>
public static class PageSize
{
    private const string Key = "billing.page-size-argument";

    public static FieldType WithPageSize(this FieldType field, string argument)
    {
        field.Metadata[Key] = argument;
        return field;
    }

    internal static string? GetPageSizeArgument(this FieldType field) =>
        field.Metadata.TryGetValue(Key, out var argument) ? (string?)argument : field.Arguments?.Find("first") is null ? null : "first";
}

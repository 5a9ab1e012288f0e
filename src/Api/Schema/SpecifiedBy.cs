using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Billing.Api.Schema;

/// <summary>Where a scalar's format is specified: <c>@specifiedBy</c>, which the library does not have.</summary>
internal static class SpecifiedBy
{
    public const string Key = "specifiedByURL";

    /// <summary>As the language has it.</summary>
    public static Directive Directive { get; } = new("specifiedBy", DirectiveLocation.Scalar)
    {
        Description = "Exposes a URL that specifies the behavior of this scalar.",
        Arguments = new(new QueryArgument(new NonNullGraphType(new StringGraphType())) { Name = "url", Description = "The URL that specifies the behavior of this scalar." }),
    };

    public static void Mark(ScalarGraphType scalar, string url) => scalar.WithMetadata(Key, url);

    public static string? Of(IGraphType type) => type is ScalarGraphType ? type.GetMetadata<string?>(Key) : null;
}

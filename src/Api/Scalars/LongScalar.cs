using Billing.Api.Schema;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Billing.Api.Scalars;

/// <summary><c>Long</c>: a 64-bit signed integer, a JSON number in both directions.</summary>
public sealed class LongScalar : ScalarGraphType
{
    public LongScalar()
    {
        Name = "Long";
        SpecifiedBy.Mark(this, "https://ibm.github.io/graphql-specs/custom-scalars/long.html");
        Description = "64-bit signed integer: bytes, minor currency units, sequence numbers";
    }

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLIntValue number => long.TryParse(number.Value.Span, out var whole) ? whole : throw Wrong(),
        GraphQLNullValue => null,
        _ => throw Wrong(),
    };

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        int number => (long)number,
        long number => number,
        _ => throw Wrong(),
    };

    public override bool CanParseLiteral(GraphQLValue value) =>
        value is GraphQLNullValue || (value is GraphQLIntValue number && long.TryParse(number.Value.Span, out _));

    public override object? Serialize(object? value) => value switch
    {
        null => null,
        long number => number,
        int number => (long)number,
        _ => ThrowSerializationError(value),
    };

    private static ScalarFormatException Wrong() => new("A Long is a whole number of at most 64 bits.");
}

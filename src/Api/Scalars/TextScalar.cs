using GraphQL.Types;
using GraphQLParser.AST;

namespace Billing.Api.Scalars;

/// <summary>A value that is a text in documents, variables and answers.</summary>
/// <typeparam name="T">What it is inside.</typeparam>
public abstract class TextScalar<T> : ScalarGraphType
    where T : struct
{
    public sealed override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => Parse(text.Value.ToString()),
        GraphQLNullValue => null,
        _ => throw Wrong(),
    };

    public sealed override object? ParseValue(object? value) => value switch
    {
        null => null,
        string text => Parse(text),
        _ => throw Wrong(),
    };

    public sealed override bool CanParseLiteral(GraphQLValue value) =>
        value is GraphQLNullValue || (value is GraphQLStringValue text && TryParse(text.Value.ToString()) is not null);

    public sealed override object? Serialize(object? value) => value switch
    {
        null => null,
        T known => Format(known),
        _ => ThrowSerializationError(value),
    };

    /// <returns>Null where the text is not good.</returns>
    protected abstract T? TryParse(string text);

    protected abstract string Format(T value);

    /// <summary>How it is written, for whoever wrote it otherwise.</summary>
    protected abstract string Wanted { get; }

    private T Parse(string text) => TryParse(text) ?? throw Wrong();

    private ScalarFormatException Wrong() => new(Wanted);
}

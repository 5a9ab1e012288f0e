using GraphQL.Types;
using GraphQLParser.AST;
using NodaTime;
using NodaTime.Text;

namespace Billing.Api.Scalars;

/// <summary><c>DateTime</c>: an instant, <see cref="Instant"/> inside. Out it always ends in Z; in, an offset is converted, and a time without one is
/// refused: nobody would know which instant it is. Instants that come in lie in the years 2000 to 2199.</summary>
public sealed class DateTimeScalar : ScalarGraphType
{
    private static readonly OffsetDateTimePattern Input = OffsetDateTimePattern.Rfc3339;
    private static readonly InstantPattern Output = InstantPattern.ExtendedIso;
    private static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0);
    private static readonly Instant End = Instant.FromUtc(2200, 1, 1, 0, 0);

    public DateTimeScalar()
    {
        Name = "DateTime";
        Description = "UTC instant, RFC 3339 with Z: 2025-06-30T00:00:00Z";
    }

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => Parse(text.Value.ToString()),
        GraphQLNullValue => null,
        _ => throw Wrong(),
    };

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        string text => Parse(text),
        _ => throw Wrong(),
    };

    public override bool CanParseLiteral(GraphQLValue value) =>
        value is GraphQLNullValue || (value is GraphQLStringValue text && TryParse(text.Value.ToString()) is not null);

    public override object? Serialize(object? value) => value switch
    {
        null => null,
        Instant instant => Output.Format(instant),
        _ => ThrowSerializationError(value),
    };

    private static Instant Parse(string text) => TryParse(text) ?? throw Wrong();

    private static Instant? TryParse(string text) =>
        text.Length <= 40 && Input.Parse(text) is { Success: true, Value: var time }
            && time.ToInstant() is var instant && instant >= Earliest && instant < End ? instant : null;

    private static ScalarFormatException Wrong() =>
        new("A DateTime is written 2025-06-30T00:00:00Z, with Z or an offset, and lies in the years 2000 to 2199.");
}

using GraphQL.Types;
using GraphQLParser.AST;
using NodaTime;
using NodaTime.Text;

namespace Billing.Api.Scalars;

/// <summary><c>Date</c>: a UTC calendar date, <see cref="LocalDate"/> inside. Dates that come in lie between 2000-01-01 and 2199-12-31.</summary>
public sealed class DateScalar : ScalarGraphType
{
    private static readonly LocalDatePattern Pattern = LocalDatePattern.Iso;

    public DateScalar()
    {
        Name = "Date";
        Description = "UTC calendar date, ISO 8601: 2025-06-30";
    }

    public static LocalDate Earliest { get; } = new(2000, 1, 1);

    public static LocalDate Latest { get; } = new(2199, 12, 31);

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
        LocalDate date => Pattern.Format(date),
        _ => ThrowSerializationError(value),
    };

    private static LocalDate Parse(string text) => TryParse(text) ?? throw Wrong();

    private static LocalDate? TryParse(string text) =>
        text.Length == 10 && Pattern.Parse(text) is { Success: true, Value: var date } && date >= Earliest && date <= Latest ? date : null;

    private static ScalarFormatException Wrong() => new("A Date is written 2025-06-30 and lies between 2000-01-01 and 2199-12-31.");
}

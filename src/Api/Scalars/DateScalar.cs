using Billing.Api.Schema;
using NodaTime;
using NodaTime.Text;

namespace Billing.Api.Scalars;

/// <summary><c>Date</c>: a UTC calendar date, <see cref="LocalDate"/> inside. Dates that come in lie between 2000-01-01 and 2199-12-31.</summary>
public sealed class DateScalar : TextScalar<LocalDate>
{
    private static readonly LocalDatePattern Pattern = LocalDatePattern.Iso;

    public DateScalar()
    {
        Name = "Date";
        SpecifiedBy.Mark(this, "https://www.rfc-editor.org/rfc/rfc3339#section-5.6");
        Description = "UTC calendar date, ISO 8601: 2025-06-30";
    }

    public static LocalDate Earliest { get; } = new(2000, 1, 1);

    public static LocalDate Latest { get; } = new(2199, 12, 31);

    protected override string Wanted => "A Date is written 2025-06-30 and lies between 2000-01-01 and 2199-12-31.";

    protected override string Format(LocalDate value) => Pattern.Format(value);

    protected override LocalDate? TryParse(string text) =>
        text.Length == 10 && Pattern.Parse(text) is { Success: true, Value: var date } && date >= Earliest && date <= Latest ? date : null;
}

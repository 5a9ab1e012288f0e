using Billing.Api.Schema;
using NodaTime;
using NodaTime.Text;

namespace Billing.Api.Scalars;

/// <summary><c>DateTime</c>: an instant, <see cref="Instant"/> inside. Out it always ends in Z; in, an offset is converted, and a time without one is
/// refused: nobody would know which instant it is. Instants that come in lie in the years 2000 to 2199.</summary>
public sealed class DateTimeScalar : TextScalar<Instant>
{
    private static readonly OffsetDateTimePattern Input = OffsetDateTimePattern.Rfc3339;
    private static readonly InstantPattern Output = InstantPattern.ExtendedIso;
    private static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0);
    private static readonly Instant End = Instant.FromUtc(2200, 1, 1, 0, 0);

    public DateTimeScalar()
    {
        Name = "DateTime";
        SpecifiedBy.Mark(this, "https://www.rfc-editor.org/rfc/rfc3339#section-5.6");
        Description = "UTC instant, RFC 3339 with Z: 2025-06-30T00:00:00Z";
    }

    protected override string Wanted => "A DateTime is written 2025-06-30T00:00:00Z, with Z or an offset, and lies in the years 2000 to 2199.";

    protected override string Format(Instant value) => Output.Format(value);

    protected override Instant? TryParse(string text) =>
        text.Length <= 40 && Input.Parse(text) is { Success: true, Value: var time }
            && time.ToInstant() is var instant && instant >= Earliest && instant < End ? instant : null;
}

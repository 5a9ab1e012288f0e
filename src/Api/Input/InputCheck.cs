using System.Collections.Immutable;
using Billing.Domain;
using Billing.Domain.Organizations;

namespace Billing.Api.Input;

/// <summary>An input object that knows the bounds of its fields.</summary>
public interface ICheckedInput
{
    void Check(InputCheck check);
}

/// <summary>Looks at the fields of one input object and remembers what is wrong, each with its field: INVALID_INPUT, before anything else is asked.</summary>
public sealed class InputCheck
{
    public const int LongestName = 200;
    public const int LongestText = 500;
    public const int LongestKey = 200;
    public const int LongestToken = 2_000;
    public const int MostSeats = 100_000;
    public const long LargestPrice = 1_000_000_000_000;

    /// <summary>A wire pays whole invoices, which may be larger than any one price.</summary>
    public const long LargestWire = 10_000_000_000_000_000;

    /// <summary>Of one kind of object.</summary>
    public const long LargestCount = 1_000_000_000_000;

    /// <summary>Bytes: a petabyte.</summary>
    public const long LargestSize = 1_000_000_000_000_000;

    public const int MostIds = 100;

    private const int MostProblems = 5;

    private readonly List<RuleError> problems = [];
    private string prefix = "";

    /// <summary>Empty where all is well; otherwise the first few, in the order of the fields.</summary>
    public static IReadOnlyList<RuleError> Of(ICheckedInput input)
    {
        var check = new InputCheck();
        input.Check(check);
        return [.. check.problems.Take(MostProblems)];
    }

    /// <summary>1 to 200 characters, not only white space.</summary>
    public InputCheck Name(string? value, string field) => Text(value, field, LongestName);

    /// <summary>1 to <paramref name="longest"/> characters, none of which moves the cursor or the writing direction.</summary>
    public InputCheck Text(string? value, string field, int longest = LongestText) =>
        value is null ? this
        : string.IsNullOrWhiteSpace(value) ? Add(field, "must not be empty")
        : Characters.Count(value) > longest ? Add(field, $"may have at most {longest} characters")
        : Characters.ArePlain(value) ? this
        : Add(field, "must not contain control characters");

    /// <summary>As <see cref="Text"/>, or empty: that takes away what was there.</summary>
    public InputCheck TextOrNone(string? value, string field, int longest = LongestName) => value is "" ? this : Text(value, field, longest);

    public InputCheck Key(string? value) => Text(value, "idempotencyKey", LongestKey);

    public InputCheck Id(string? value, string field) =>
        value is null || Characters.AreOfId(value) ? this : Add(field, "must be 1 to 100 characters out of A-Z, a-z, 0-9 and _ - . :");

    /// <summary>Digits, as invoices print them. An unknown number is the organization's to refuse.</summary>
    public InputCheck InvoiceNumber(string value) =>
        value.Length is >= 1 and <= 20 && value.All(char.IsAsciiDigit) ? this : Add("invoiceNumber", "must be an invoice number, such as 0007");

    public InputCheck Token(string value, string field) =>
        value.Length is >= 1 and <= LongestToken && value.All(character => character is > ' ' and < '\x7F') ? this : Add(field, "is no token of this service");

    public InputCheck Range(long? value, long least, long most, string field) =>
        value is null || (value >= least && value <= most) ? this : Add(field, $"must be between {least} and {most}");

    public InputCheck Seats(int? value, string field, int least = 1) => Range(value, least, MostSeats, field);

    /// <summary>0 to 10^12 minor units.</summary>
    public InputCheck Price(long? value, string field) => Range(value, 0, LargestPrice, field);

    /// <summary>1 to 10^12 minor units.</summary>
    public InputCheck Amount(long value, string field) => Range(value, 1, LargestPrice, field);

    /// <summary>0 to 10^15 bytes.</summary>
    public InputCheck Size(long? value, string field) => Range(value, 0, LargestSize, field);

    /// <summary>At most 100 ids; a list that was left out is well.</summary>
    public InputCheck Ids(ImmutableArray<string>? values, string field) => List(values, field, MostIds, (check, id, name) => check.Id(id, name));

    public InputCheck Email(string? value, string field) => value is null || EmailAddress.IsGood(value) ? this : Add(field, "must be one plain e-mail address, such as ann@example.com");

    public InputCheck Currency(string? value, string field) =>
        value is null || Domain.Currency.TryParse(value, out _) ? this : Add(field, "must be a currency of ISO 4217, such as USD");

    public InputCheck TimeZone(string? value, string field) => value is null || TimeZones.Find(value) is not null ? this : Add(field, TimeZones.Problem);

    /// <summary>The list's length, then each entry; a list that was left out is well.</summary>
    public InputCheck List<T>(ImmutableArray<T>? values, string field, int most, Action<InputCheck, T, string> each) =>
        values is { } list ? List(list, field, 0, most, each) : this;

    /// <summary>The list's length, then each entry, whose field is <c>lines.0</c>.</summary>
    public InputCheck List<T>(ImmutableArray<T> values, string field, int least, int most, Action<InputCheck, T, string> each)
    {
        if (values.Length < least || values.Length > most)
        {
            return Add(field, least == 0 ? $"may have at most {most} entries" : $"must have {least} to {most} entries");
        }
        for (var index = 0; index < values.Length; index++)
        {
            each(this, values[index], $"{field}.{index}");
        }
        return this;
    }

    public InputCheck Objects<T>(ImmutableArray<T> values, string field, int least, int most)
        where T : ICheckedInput => List(values, field, least, most, (check, value, name) => check.Object(value, name));

    /// <summary>An input object within this one: its fields are named after it.</summary>
    public InputCheck Object(ICheckedInput? value, string field)
    {
        var outer = prefix;
        prefix = $"{outer}{field}.";
        value?.Check(this);
        prefix = outer;
        return this;
    }

    /// <param name="problem">Follows the field's name: "must not be empty".</param>
    public InputCheck Add(string field, string problem)
    {
        problems.Add(RuleError.Invalid(prefix + field, $"{prefix}{field} {problem}."));
        return this;
    }
}

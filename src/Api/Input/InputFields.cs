using System.Collections.Immutable;
using System.Globalization;

namespace Billing.Api.Input;

/// <summary>What a client wrote into an input object, defaults filled in. What the schema requires is there: the library has checked it.</summary>
public sealed class InputFields(IDictionary<string, object?> fields)
{
    /// <summary>An ID may be written as a number too.</summary>
    public string Id(string name) => OptionalId(name)!;

    public string? OptionalId(string name) => Find(name) is { } id ? Convert.ToString(id, CultureInfo.InvariantCulture) : null;

    public string Text(string name) => OptionalText(name)!;

    /// <summary>Null where it was left out or null.</summary>
    public string? OptionalText(string name) => (string?)Find(name);

    /// <summary>For names: white space around them is not theirs.</summary>
    public string Name(string name) => OptionalName(name)!;

    public string? OptionalName(string name) => OptionalText(name)?.Trim();

    public T Value<T>(string name)
        where T : struct => (T)Find(name)!;

    public T? OptionalValue<T>(string name)
        where T : struct => (T?)Find(name);

    /// <summary>An explicit null means what leaving the field out means.</summary>
    public T ValueOr<T>(string name, T standard)
        where T : struct => OptionalValue<T>(name) ?? standard;

    /// <summary>Empty where it was left out.</summary>
    public ImmutableArray<T> List<T>(string name) => OptionalList<T>(name) ?? [];

    public ImmutableArray<T>? OptionalList<T>(string name) =>
        Find(name) is System.Collections.IEnumerable items ? [.. items.Cast<T>()] : null;

    public ImmutableArray<string> Ids(string name) => OptionalIds(name) ?? [];

    public ImmutableArray<string>? OptionalIds(string name) =>
        Find(name) is System.Collections.IEnumerable items
            ? [.. items.Cast<object>().Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)!)]
            : null;

    public T Object<T>(string name)
        where T : class => OptionalObject<T>(name)!;

    public T? OptionalObject<T>(string name)
        where T : class => (T?)Find(name);

    private object? Find(string name) => fields.TryGetValue(name, out var value) ? value : null;
}

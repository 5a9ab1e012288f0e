using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Billing.StripeSimulator.Http;

/// <summary>A call's parameters in Stripe's bracket notation: <c>metadata[order]=7</c>, <c>payment_method_types[0]=card</c> or <c>[]</c>.</summary>
internal sealed class Form(IEnumerable<KeyValuePair<string, StringValues>> source)
{
    private const int MaximumMetadataKeys = 50;
    private const int MaximumMetadataKeyLength = 40;
    private const int MaximumMetadataValueLength = 500;

    public ImmutableArray<KeyValuePair<string, string>> Pairs { get; } =
        [.. source.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? "")))];

    /// <summary>A single value; null when missing or empty, which Stripe takes for 'unset'.</summary>
    public string? Text(string name)
    {
        foreach (var pair in Pairs)
        {
            if (pair.Key == name)
            {
                return pair.Value.Length == 0 ? null : pair.Value;
            }
        }

        return null;
    }

    public string RequiredText(string name) => Text(name) ?? throw Refusal.MissingParameter(name);

    public long? Integer(string name) =>
        Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw Refusal.BadParameter("parameter_invalid_integer", name, $"Invalid integer: {text}");

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        // off_session takes these two as well; both mean that the cardholder is away.
        "one_off" or "recurring" when name == "off_session" => true,
        var text => throw Refusal.BadParameter("parameter_invalid_boolean", name, $"Invalid boolean: {text}"),
    };

    /// <summary>All values of <c>name[]</c>, <c>name[0]</c>, <c>name[1]</c>…, in the order sent.</summary>
    public ImmutableArray<string> List(string name) =>
        [.. Pairs.Where(pair => InnerKey(pair.Key, name) is { } inner && inner.All(char.IsAsciiDigit)).Select(pair => pair.Value)];

    /// <summary>The entries of <c>metadata[…]</c> within Stripe's limits; empty values, which would unset a key, are left out.</summary>
    public ImmutableSortedDictionary<string, string> Metadata()
    {
        var entries = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var pair in Pairs)
        {
            if (InnerKey(pair.Key, "metadata") is not { } key)
            {
                continue;
            }

            if (key.Length is 0 or > MaximumMetadataKeyLength || pair.Value.Length > MaximumMetadataValueLength)
            {
                throw Refusal.BadParameter("parameter_invalid_string", "metadata",
                    $"Metadata keys have up to {MaximumMetadataKeyLength} characters, values up to {MaximumMetadataValueLength}.");
            }

            if (pair.Value.Length > 0)
            {
                entries[key] = pair.Value;
            }
        }

        return entries.Count <= MaximumMetadataKeys
            ? entries.ToImmutable()
            : throw Refusal.BadParameter("parameter_invalid_string", "metadata", $"Metadata can have up to {MaximumMetadataKeys} keys.");
    }

    private static string? InnerKey(string key, string name) =>
        key.Length > name.Length + 1 && key.StartsWith(name, StringComparison.Ordinal) && key[name.Length] == '[' && key[^1] == ']'
            ? key[(name.Length + 1)..^1]
            : null;
}

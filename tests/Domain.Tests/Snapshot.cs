using System.Collections;
using System.Globalization;
using System.Text;
using Billing.Domain.Organizations;

namespace Billing.Domain.Tests;

/// <summary>A state written out in full, so that two histories can be compared by what they came to.</summary>
internal static class Snapshot
{
    /// <summary>Without what counts the appends: a walk has more of them than a jump.</summary>
    public static string Of(OrganizationState state)
    {
        var text = new StringBuilder();
        Write(text, state with { Sequence = 0 }, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null: text.AppendLine("-"); return;
            case string or bool or Enum or IFormattable: text.AppendLine(Convert.ToString(value, CultureInfo.InvariantCulture)); return;
            case IDictionary map:
                Write(text, map.Keys.Cast<object>().OrderBy(key => key.ToString(), StringComparer.Ordinal).Select(key => (key, map[key])).ToList(), depth);
                return;
            case IEnumerable items:
                text.AppendLine("[");
                foreach (var item in items) Write(Indent(text, depth + 1), item, depth + 1);
                return;
        }

        text.AppendLine(value.GetType().Name);
        foreach (var field in value.GetType().GetFields())
            Write(Indent(text, depth + 1).Append(field.Name).Append(": "), field.GetValue(value), depth + 1);
        foreach (var property in value.GetType().GetProperties())
            if (property.CanWrite && property.GetIndexParameters().Length == 0)
                Write(Indent(text, depth + 1).Append(property.Name).Append(": "), property.GetValue(value), depth + 1);
    }

    private static StringBuilder Indent(StringBuilder text, int depth) => text.Append(' ', depth);
}

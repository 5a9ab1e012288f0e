using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Billing.Api.Limits;

namespace Billing.Api.Tests.Limits;

/// <summary>docs/limits.md lists every limit with its standard, and nothing else; each has a range.</summary>
public sealed class LimitListTests
{
    [Fact]
    public void The_page_of_limits_is_true()
    {
        var rows = File.ReadLines(Path.Combine(Path.GetDirectoryName(Here())!, "../../../docs/limits.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells[2] != "standard").Select(cells => (Name: cells[1].Trim('`'), Standard: cells[2]));
        Assert.Equal(Limits(new GatewayLimits(), ""), rows.Order());
    }

    [Fact]
    public void A_figure_out_of_range_is_named()
    {
        Assert.Null(new GatewayLimits().Problem());
        Assert.Contains("Depth", new GatewayLimits { Depth = 0 }.Problem(), StringComparison.Ordinal);
        var streams = new GatewayLimits();
        streams.Streams.Connections = -1;
        Assert.Contains("Connections", streams.Problem(), StringComparison.Ordinal);
        streams.Streams.Connections = 1;
        streams.Streams.PingAfter = TimeSpan.Zero;
        Assert.Contains("PingAfter", streams.Problem(), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, string Standard)> Limits(object limits, string prefix) => limits.GetType().GetProperties().SelectMany(property =>
    {
        var value = property.GetValue(limits)!;
        if (value is StreamLimits streams) return Limits(streams, "Streams:");
        Assert.True(property.GetCustomAttribute<System.ComponentModel.DataAnnotations.RangeAttribute>() is not null, property.Name + " has no range");
        return [(prefix + property.Name, string.Format(CultureInfo.InvariantCulture, "{0}", value))];
    }).Order();

    private static string Here([CallerFilePath] string path = "") => path;
}

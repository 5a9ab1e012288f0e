using Billing.Api.Tests.Host;

namespace Billing.Api.Tests.Scalars;

public sealed class ScalarTests : IAsyncLifetime
{
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await TestGateway.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Theory]
    [InlineData("date", "2025-06-30", "2025-06-30")]
    [InlineData("date", "2000-01-01", "2000-01-01")]
    [InlineData("date", "2199-12-31", "2199-12-31")]
    [InlineData("date", "2024-02-29", "2024-02-29")]
    [InlineData("instant", "2025-06-30T00:00:00Z", "2025-06-30T00:00:00Z")]
    [InlineData("instant", "2025-06-30T02:00:00+02:00", "2025-06-30T00:00:00Z")]
    [InlineData("instant", "2025-06-30T00:00:00.125Z", "2025-06-30T00:00:00.125Z")]
    public async Task Good_values_come_back(string field, string value, string expected)
    {
        var (byVariable, byLiteral) = await BothWaysAsync(field, value);
        Assert.Equal(expected, byVariable.GetProperty("data").GetProperty(field).GetString());
        Assert.Equal(expected, byLiteral.GetProperty("data").GetProperty(field).GetString());
    }

    [Theory]
    [InlineData("date", "1999-12-31")]
    [InlineData("date", "2200-01-01")]
    [InlineData("date", "2025-02-29")]
    [InlineData("date", "2025-6-1")]
    [InlineData("date", "2025-06-30T00:00:00Z")]
    [InlineData("date", "")]
    [InlineData("instant", "2025-06-30T00:00:00")]
    [InlineData("instant", "2025-06-30")]
    [InlineData("instant", "1999-12-31T23:59:59Z")]
    [InlineData("instant", "2200-01-01T00:00:00Z")]
    [InlineData("instant", "tomorrow")]
    public async Task Bad_values_are_refused(string field, string value)
    {
        var (byVariable, byLiteral) = await BothWaysAsync(field, value);
        Assert.Equal("BAD_USER_INPUT", byVariable.FirstCode());
        Assert.Contains(field == "date" ? "A Date is written" : "A DateTime is written", byVariable.FirstMessage(), StringComparison.Ordinal);
        Assert.Equal("BAD_USER_INPUT", byLiteral.FirstCode());
    }

    [Theory]
    [InlineData("9223372036854775807", true)]
    [InlineData("-9223372036854775808", true)]
    [InlineData("0", true)]
    [InlineData("9223372036854775808", false)]
    [InlineData("1e3", false)]
    [InlineData("1.5", false)]
    [InlineData("\"1\"", false)]
    [InlineData("true", false)]
    public async Task Long_takes_whole_numbers_of_64_bits(string literal, bool good)
    {
        var body = """{"query":"query($n: Long) { long(of: $n) }","variables":{"n":NUMBER}}""".Replace("NUMBER", literal, StringComparison.Ordinal);
        using var response = await gateway.SendAsync(gateway.Post(new StringContent(body, System.Text.Encoding.UTF8, "application/json")));
        var byVariable = await TestGateway.BodyAsync(response);
        var byLiteral = await gateway.AskAsync($"{{ long(of: {literal}) }}");
        Assert.Equal(good, byVariable.TryGetProperty("data", out _));
        Assert.Equal(good, byLiteral.TryGetProperty("data", out _));
        if (good)
        {
            Assert.Equal(literal, byVariable.GetProperty("data").GetProperty("long").GetRawText());
        }
    }

    private async Task<(System.Text.Json.JsonElement ByVariable, System.Text.Json.JsonElement ByLiteral)> BothWaysAsync(string field, string value)
    {
        var type = field == "date" ? "Date" : "DateTime";
        return (await gateway.AskAsync($"query($v: {type}) {{ {field}(of: $v) }}", new { v = value }), await gateway.AskAsync($"{{ {field}(of: \"{value}\") }}"));
    }
}

using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.CommandLine;

public sealed class VerbTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("billing-verbs-").FullName;

    [Fact]
    public async Task Schema_prints_the_committed_schema()
    {
        var (status, output, error) = await BillingProcess.RunAsync(data, "Development", "schema");
        Assert.True(status == 0, error);
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "schema", "billing.graphql")), output);
    }

    [Fact]
    public async Task Token_prints_a_token_and_nothing_else()
    {
        var (status, output, error) = await BillingProcess.RunAsync(data, "Development", "token", "--role", "STAFF", "--subject", "ann");
        Assert.True(status == 0, error);
        Assert.Matches(@"^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$", output);
    }

    /// <summary>Status 1 is a finding, so it cannot also mean that nothing was looked at; and nothing starts by a slip of the hand.</summary>
    [Theory]
    [InlineData("'verfy'", "verfy")]
    [InlineData("'--without-providr'", "verify", "--without-providr")]
    [InlineData("'extra'", "verify", "--Billing:InvoiceDueDays", "30", "extra")]
    [InlineData("--account", "export")]
    [InlineData("--to", "backup")]
    public async Task A_word_that_is_mistyped_or_missing_is_named_and_is_status_2(string named, params string[] words)
    {
        var (status, output, error) = await BillingProcess.RunAsync(data, "Development", words);
        Assert.Equal((2, ""), (status, output));
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_development_a_missing_setting_is_named_and_nothing_starts()
    {
        var (status, _, error) = await BillingProcess.RunAsync(data, "Production", "serve", "--urls", "http://127.0.0.1:0");
        Assert.Equal(2, status);
        Assert.Contains("Stripe:ApiKey", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Billing:Cluster=Cluster", "Billing:Database=PostgreSql")]
    [InlineData("Billing:Cluster=Several", "Single, Cluster")]
    [InlineData("Billing:Database=Oracle", "Sqlite, PostgreSql")]
    [InlineData("Billing:Database=PostgreSql", "ConnectionStrings:Billing")]
    [InlineData("Billing:Roles=Gateway", "Billing:Cluster=Cluster")]
    [InlineData("Billing:Roles=Silo,Waiter", "Waiter")]
    [InlineData("Billing:AdvertisedAddress=here", "Billing:AdvertisedAddress")]
    [InlineData("Billing:Dashboard:Url=here", "Billing:Dashboard:Url")]
    public async Task A_setting_that_does_not_fit_is_named_and_nothing_starts(string setting, string named)
    {
        var (status, _, error) = await BillingProcess.RunAsync(data, "Development", "serve", "--urls", "http://127.0.0.1:0", "--Simulator:Url=http://127.0.0.1:0", "--" + setting);
        Assert.Equal(2, status);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Billing:Limits:Depth=0", "Depth")]
    [InlineData("Billing:Limits:Depth=deep", "Depth")]
    [InlineData("Billing:Limits:Streams:PingAfter=00:00:00", "PingAfter")]
    [InlineData("Billing:Limits:Dept=9", "Dept")]
    public async Task A_limit_that_is_unknown_or_out_of_range_is_named_and_nothing_starts(string setting, string named)
    {
        var (status, _, error) = await BillingProcess.RunAsync(data, "Development", "serve", "--urls", "http://127.0.0.1:0", "--Simulator:Url=http://127.0.0.1:0", "--" + setting);
        Assert.Equal(2, status);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_says_what_it_did_and_that_nothing_is_left()
    {
        var (first, did, error) = await BillingProcess.RunAsync(data, "Development", "migrate");
        var (second, left, _) = await BillingProcess.RunAsync(data, "Development", "migrate");
        Assert.True(first == 0 && second == 0, error);
        Assert.Contains("scripts were run", did, StringComparison.Ordinal);
        Assert.Contains("up to date", left, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F22_a_second_process_on_the_same_directory_exits_with_status_2()
    {
        await using var billing = await BillingProcess.StartAsync();
        var (status, _, error) = await BillingProcess.RunAsync(billing.DataDirectory, "Development", "serve", "--urls", "http://127.0.0.1:0", "--Simulator:Url=http://127.0.0.1:0");
        Assert.Equal(2, status);
        Assert.Contains("Another process uses the data directory", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(data, recursive: true);
}

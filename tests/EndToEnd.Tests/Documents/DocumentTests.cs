using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.Documents;

public sealed class DocumentTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("billing-documents-").FullName;

    [Fact]
    public async Task Apollo_Client_sends_hashes_once_the_service_knows_the_query()
    {
        await using var billing = await BillingProcess.StartAsync();
        await NodeClient.PassAsync("documents/persisted.test.js", NodeClient.Of(billing));
    }

    [Fact]
    public async Task A_trusted_document_that_does_not_fit_the_schema_is_named_and_nothing_starts()
    {
        File.WriteAllText(Path.Combine(folder, "viewer.graphql"), "query Viewer { viewer { name } }");
        var (status, output, error) = await BillingProcess.RunAsync(
            Path.Combine(folder, "data"), "Development", "serve", "--urls", "http://127.0.0.1:0", "--Simulator:Url=http://127.0.0.1:0", "--Billing:Documents:Folder=" + folder);
        Assert.Equal(2, status);
        Assert.Contains("viewer.graphql:1:25", error, StringComparison.Ordinal);
        Assert.DoesNotContain("/graphql", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Billing:Documents:TrustedOnly=Browsers", "Billing:Documents:Folder")]
    [InlineData("Billing:Documents:TrustedOnly=Some", "None, Browsers, All")]
    [InlineData("Billing:Documents:Folder=/no/such/folder", "/no/such/folder")]
    [InlineData("Billing:Cors:Origins=https://app.example/path", "https://app.example/path")]
    public async Task A_wrong_setting_is_named_and_nothing_starts(string setting, string named)
    {
        var (status, _, error) = await BillingProcess.RunAsync(
            folder, "Development", "serve", "--urls", "http://127.0.0.1:0", "--Simulator:Url=http://127.0.0.1:0", "--" + setting);
        Assert.Equal(2, status);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

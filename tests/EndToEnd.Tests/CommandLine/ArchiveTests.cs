using System.Data.Common;
using System.Text.Json.Nodes;
using Billing.EndToEnd.Tests.Running;

namespace Billing.EndToEnd.Tests.CommandLine;

/// <summary>verify, rebuild, export and backups, on what the started program has left in either database.</summary>
public abstract class ArchiveTests : IAsyncLifetime
{
    private static readonly string[] Tables = ["organization", "account", "member", "mail", "ad_hoc_request"];

    private BillingProcess billing = null!;
    private string organization = "";

    /// <summary>Of the database that the service used.</summary>
    protected abstract string[] Settings { get; }

    /// <summary>What a rebuild beside a service is told.</summary>
    protected abstract string Refusal { get; }

    protected string Account { get; private set; } = "";

    protected string DataDirectory => billing.DataDirectory;

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        billing = await BillingProcess.StartAsync(Settings);
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        Account = await Scenario.AccountAsync(client);
        organization = await Scenario.OrganizationAsync(client, Account);
        await Scenario.CardAsync(client, organization, "pm_card_visa");
        await Scenario.SignAsync(client, organization);
        await BuyAsync("first");
    }

    [Fact]
    public async Task What_the_service_leaves_is_sound_and_its_read_model_can_be_made_anew_and_its_history_exported()
    {
        await billing.KillAsync();
        var (status, output, error) = await RunAsync("verify");
        Assert.True(status == 0, output + error);
        Assert.Contains("Verified", error, StringComparison.Ordinal);

        var before = await DumpAsync();
        Assert.Equal(0, (await RunAsync("rebuild")).Status);
        Assert.Equal(before, await DumpAsync());
        foreach (var table in Tables) await ExecuteAsync($"DELETE FROM {table}");
        Assert.Equal(1, (await RunAsync("verify", "--without-provider")).Status);
        Assert.Equal(0, (await RunAsync("rebuild")).Status);
        Assert.Equal(before, await DumpAsync());
        Assert.Equal(0, (await RunAsync("verify")).Status);

        (status, output, error) = await RunAsync("export", "--account", Account);
        Assert.True(status == 0, error);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal([Account, organization], lines.Select(line => (string)line["stream"]!).Distinct());
        Assert.Equal("organization-created", (string?)lines.First(line => (string)line["stream"]! == organization)["kind"]);
        Assert.All(lines, line => Assert.IsType<JsonObject>(line["payload"]));
        (status, output, error) = await RunAsync("export", "--account", "acc_nobody");
        Assert.Equal((1, ""), (status, output));
        Assert.Contains("acc_nobody", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beside_the_running_service_verify_and_export_work_and_a_rebuild_is_refused()
    {
        var (status, output, error) = await RunAsync("verify", "--Simulator:Url=" + billing.SimulatorAddress);
        Assert.True(status == 0, output + error);
        (status, output, error) = await RunAsync("export", "--account", Account);
        Assert.True(status == 0, error);
        Assert.Contains("organization-created", output, StringComparison.Ordinal);
        await RebuildIsRefusedAsync();
        await BuyAsync("meanwhile");
        await BesideAsync();
    }

    /// <summary>Each on top of the ones before; what hides others comes last.</summary>
    [Fact]
    public async Task Damage_is_found_and_named()
    {
        await billing.KillAsync();
        foreach (var (damage, named) in new[]
        {
            ("UPDATE organization SET state = 'BILLING_ONLY'", "its row is"),
            ("DELETE FROM member", "member rows differ"),
            ("UPDATE mail SET status = 'FAILED' WHERE number = 1", "mail rows differ"),
            ("UPDATE feed SET position = position + 1", "feed: the feed has"),
            ("UPDATE event SET kind = 'unheard-of' WHERE stream LIKE 'org%' AND sequence = 4", "unheard-of version 1 is not known here"),
            ("DELETE FROM event WHERE stream LIKE 'org%' AND sequence = 3", "stands where 3 belongs"),
        })
        {
            await ExecuteAsync(damage);
            var (status, output, error) = await RunAsync("verify", "--without-provider");
            Assert.True(status == 1, output + error);
            Assert.Contains(named, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_backup_of_the_running_service_can_be_restored_elsewhere_and_says_what_was_paid_since()
    {
        var restored = Directory.CreateTempSubdirectory("billing-restored-").FullName;
        try
        {
            var settings = await BackUpAndRestoreAsync(restored);
            CopySimulator();
            var (status, output, error) = await BillingProcess.RunAsync(restored, "Development", ["verify", .. settings]);
            Assert.True(status == 0, output + error);

            // What was paid after the backup is at the provider, and in no invoice of the restored journal.
            await BuyAsync("after the backup");
            await NewCustomerAsync();
            await billing.KillAsync();
            CopySimulator();
            (status, output, error) = await BillingProcess.RunAsync(restored, "Development", ["verify", .. settings]);
            Assert.True(status == 1, output + error);
            Assert.Contains("no invoice knows it", output, StringComparison.Ordinal);
            Assert.Contains("no organization has its customer", output, StringComparison.Ordinal);

            void CopySimulator() => File.Copy(Path.Combine(DataDirectory, "stripe-simulator.jsonl"), Path.Combine(restored, "stripe-simulator.jsonl"), overwrite: true);
        }
        finally
        {
            Directory.Delete(restored, recursive: true);
        }
    }

    /// <summary>The provider's address is that of nobody.</summary>
    [Fact]
    public async Task A_provider_that_does_not_answer_is_status_2_and_no_finding()
    {
        await StopAsync();
        var (status, output, error) = await RunAsync("verify", "--Stripe:ApiKey=sk_test_1", "--Stripe:ApiBase=http://127.0.0.1:9");
        Assert.Equal((2, ""), (status, output));
        Assert.Contains("The payment provider does not say what it took", error, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (billing is not null) await billing.DisposeAsync();
        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    protected Task StopAsync() => billing.KillAsync();

    /// <summary>What else holds while a service runs.</summary>
    protected virtual Task BesideAsync() => Task.CompletedTask;

    protected async Task RebuildIsRefusedAsync()
    {
        var (status, output, error) = await RunAsync("rebuild");
        Assert.Equal((2, ""), (status, output));
        Assert.Contains(Refusal, error, StringComparison.Ordinal);
    }

    protected virtual Task PrepareAsync() => Task.CompletedTask;

    protected virtual ValueTask CleanAsync() => ValueTask.CompletedTask;

    protected abstract DbConnection Connect();

    /// <returns>The settings of the restored one.</returns>
    protected abstract Task<string[]> BackUpAndRestoreAsync(string folder);

    private async Task BuyAsync(string key)
    {
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        var token = (string)(await Scenario.PreviewAsync(client, organization, 1))["token"]!;
        var bought = await Scenario.BuyAsync(client, organization, 1, token, key);
        Assert.Equal("PAID", (string?)bought["data"]!["purchaseSeats"]!["invoice"]!["status"]);
    }

    /// <summary>Another organization of the same account, with a charge of its own.</summary>
    private async Task NewCustomerAsync()
    {
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        var another = await Scenario.OrganizationAsync(client, Account, "Acme Sales");
        await Scenario.CardAsync(client, another, "pm_card_visa");
        Assert.Equal("PAID", (string?)(await Scenario.SignAsync(client, another))["invoice"]!["status"]);
    }

    protected Task<(int Status, string Output, string Error)> RunAsync(params string[] verb) =>
        BillingProcess.RunAsync(DataDirectory, "Development", [.. verb, .. Settings]);

    /// <summary>All that a client can see of the read model.</summary>
    private async Task<string> DumpAsync()
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        var text = new List<string>();
        foreach (var (table, columns) in new[]
        {
            ("organization", "id, account_id, name, folded, state, renews_at, has_unknown_payment, created_at"), ("account", "id, name, folded"),
            ("member", "organization_id, id, removed"), ("ad_hoc_request", "id, organization_id, state, answered, due_by, on_test_clock"),
            ("mail", "organization_id, number, id, template, subject, recipients, text, html, queued_at, sent_at, status, error, invoice_number"),
        })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT {columns} FROM {table} ORDER BY 1, 2";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) text.Add(table + ": " + string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        }

        Assert.True(text.Count > 5, "There is hardly anything.");
        return string.Join('\n', text);
    }

    protected async Task ExecuteAsync(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

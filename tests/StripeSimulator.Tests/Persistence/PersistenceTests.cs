using Billing.StripeSimulator.Tests.Http;
using Microsoft.Extensions.Time.Testing;

namespace Billing.StripeSimulator.Tests.Persistence;

public sealed class PersistenceTests
{
    [Fact]
    public async Task A_restart_forgets_nothing()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, _, intent) = await stripe.NewIntentAsync();
        var paid = await stripe.ConfirmAsync(intent, key: "k");
        var (_, _, declined) = await stripe.NewIntentAsync("pm_card_chargeCustomerFail");
        await stripe.ConfirmAsync(declined, key: "d");
        await stripe.PostAsync("/v1/refunds", new Dictionary<string, string> { ["payment_intent"] = intent, ["amount"] = "10" });
        string[] paths =
        [
            "/_simulator/charges", $"/v1/customers/{customer}", $"/v1/payment_intents/{intent}", $"/v1/payment_intents/{declined}",
            $"/v1/refunds?payment_intent={intent}", $"/v1/payment_methods?customer={customer}", "/v1/events?limit=100",
        ];
        var before = await Task.WhenAll(paths.Select(stripe.GetAsync));

        await stripe.RestartAsync();

        Assert.Equal(before.Select(reply => reply.Body), (await Task.WhenAll(paths.Select(stripe.GetAsync))).Select(reply => reply.Body));
        var replayed = await stripe.ConfirmAsync(intent, key: "k");
        Assert.Equal((paid.Body, true), (replayed.Body, replayed.IsReplayed));
    }

    [Fact]
    public async Task What_was_answered_is_in_the_file_already()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync();
        var paid = await stripe.ConfirmAsync(intent);

        // A copy taken while it runs is what a killed process leaves behind.
        var copy = stripe.DataFile + ".copy";
        File.Copy(stripe.DataFile, copy);
        var options = new SimulatorOptions { Url = new("http://127.0.0.1:0"), DataFile = copy, WebhookSecret = Simulator.Secret };
        await using var other = await StripeSimulatorHost.StartAsync(options, new FakeTimeProvider(stripe.Clock.GetUtcNow()));
        using var client = new HttpClient { BaseAddress = other.Address };

        var charges = await client.GetStringAsync(new Uri("/_simulator/charges", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains(paid.Text("latest_charge"), charges, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_last_line_cut_short_is_dropped()
    {
        await using var stripe = await Simulator.StartAsync();
        var (_, _, intent) = await stripe.NewIntentAsync();
        var length = new FileInfo(stripe.DataFile).Length;
        await stripe.ConfirmAsync(intent, key: "k");

        await stripe.RestartAsync(() =>
        {
            using var file = File.OpenWrite(stripe.DataFile);
            file.SetLength(length + 100);
        });

        Assert.Equal("requires_confirmation", (await stripe.GetAsync($"/v1/payment_intents/{intent}")).Text("status"));
        Assert.False((await stripe.ConfirmAsync(intent, key: "k")).Expect(200).IsReplayed);
        await stripe.RestartAsync();
        Assert.Equal("succeeded", (await stripe.GetAsync($"/v1/payment_intents/{intent}")).Text("status"));
    }

    [Fact]
    public async Task A_line_damaged_in_the_middle_is_an_error()
    {
        await using var stripe = await Simulator.StartAsync();
        await stripe.NewCustomerAsync();
        var copy = stripe.DataFile + ".copy";
        await File.WriteAllTextAsync(copy, "{\"put\": oh no}\n{}\n", TestContext.Current.CancellationToken);
        var options = new SimulatorOptions { Url = new("http://127.0.0.1:0"), DataFile = copy, WebhookSecret = Simulator.Secret };

        await Assert.ThrowsAsync<InvalidDataException>(() => StripeSimulatorHost.StartAsync(options, stripe.Clock));
    }

    [Fact]
    public async Task One_file_has_one_simulator()
    {
        await using var stripe = await Simulator.StartAsync();
        var options = new SimulatorOptions { Url = new("http://127.0.0.1:0"), DataFile = stripe.DataFile, WebhookSecret = Simulator.Secret };

        await Assert.ThrowsAsync<IOException>(() => StripeSimulatorHost.StartAsync(options, stripe.Clock));
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        await using var stripe = await Simulator.StartAsync();
        var options = new SimulatorOptions { Url = stripe.Address, DataFile = stripe.DataFile + ".other", WebhookSecret = Simulator.Secret };

        var error = await Assert.ThrowsAsync<SimulatorAddressInUseException>(() => StripeSimulatorHost.StartAsync(options, stripe.Clock));

        Assert.Equal(stripe.Address.Port, error.Port);
        Assert.Contains($"{stripe.Address.Port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_big_file_is_compacted_at_start_and_means_the_same()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, _, intent) = await stripe.NewIntentAsync("pm_card_chargeCustomerFail");
        var failing = await stripe.AttachAsync(customer, "pm_card_chargeCustomerFail");
        for (var attempt = 0; attempt < 800; attempt++)
        {
            (await stripe.ConfirmAsync(intent, failing, key: $"k{attempt}")).Expect(402);
        }

        var before = await stripe.GetAsync($"/v1/charges?payment_intent={intent}&limit=100");
        var length = new FileInfo(stripe.DataFile).Length;
        Assert.True(length > 4 << 20, $"{length} bytes are too few for this test.");
        stripe.Clock.Advance(TimeSpan.FromDays(31));
        await stripe.RestartAsync();
        await stripe.RestartAsync();

        Assert.True(new FileInfo(stripe.DataFile).Length < length / 2);
        Assert.Equal(before.Body, (await stripe.GetAsync($"/v1/charges?payment_intent={intent}&limit=100")).Body);
        Assert.Equal("requires_payment_method", (await stripe.GetAsync($"/v1/payment_intents/{intent}")).Text("status"));
    }

    [Fact]
    public async Task Ten_years_of_monthly_charges_take_no_time()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, method, _) = await stripe.NewIntentAsync();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var month = 0; month < 120; month++)
        {
            var intent = (await stripe.PostAsync("/v1/payment_intents", Simulator.IntentForm(customer, method), $"create{month}")).Text("id");
            (await stripe.ConfirmAsync(intent, key: $"confirm{month}")).Expect(200);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"120 creations and confirmations: {watch.ElapsedMilliseconds} ms");
        Assert.Equal(120, (await stripe.GetAsync("/_simulator/charges")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Concurrent_calls_charge_each_intent_once()
    {
        await using var stripe = await Simulator.StartAsync();
        var (customer, method, _) = await stripe.NewIntentAsync();
        var intents = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => stripe.NewIntentAsync(customer, method)));

        var replies = await Task.WhenAll(
            intents.SelectMany(intent => Enumerable.Range(0, 3).Select(n => stripe.ConfirmAsync(intent, key: $"{intent}:{n}"))));

        Assert.Equal(20, replies.Count(reply => reply.Status == 200));
        Assert.Equal(20, (await stripe.GetAsync("/_simulator/charges")).Json.GetArrayLength());
    }
}

using Billing.Api.Connections;
using Billing.Api.Limits;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.WebSockets;

namespace Billing.Api.Tests.Connections;

/// <summary>F20: clients that stop reading.</summary>
public sealed class SlowConsumerTests : IAsyncLifetime
{
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await TestGateway.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task F20_a_socket_that_reads_again_in_time_hears_why_it_was_closed()
    {
        using var client = await RawClient.WebSocketAsync(gateway, "subscription { counted(to: 2000000000) }");
        await StuckAsync();
        gateway.Time.Advance(TimeSpan.FromSeconds(31));
        await client.ReadUntilThereIsAsync("{\"id\":\"1\",\"type\":\"error\",\"payload\":[{\"message\":\"You have read too slowly");
        await client.ReadUntilThereIsAsync("\u0088\u000f\u0011\u0097SLOW_CONSUMER");    // a close frame, 4503
        await gateway.Events.Ended.Task.Soon();
    }

    [Fact]
    public async Task F20_a_stream_that_reads_again_in_time_hears_why_it_was_ended()
    {
        using var client = await RawClient.EventStreamAsync(gateway, "subscription { counted(to: 2000000000) }");
        await StuckAsync();
        gateway.Time.Advance(TimeSpan.FromSeconds(31));
        await client.ReadUntilThereIsAsync("SLOW_CONSUMER");
        await gateway.Events.Ended.Task.Soon();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F20_one_that_never_reads_again_is_cut_off(bool isSocket)
    {
        using var client = isSocket
            ? await RawClient.WebSocketAsync(gateway, "subscription { counted(to: 2000000000) }")
            : await RawClient.EventStreamAsync(gateway, "subscription { counted(to: 2000000000) }");
        await StuckAsync();
        gateway.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(1, Count);
        await GoneAsync(0);
        await gateway.Events.Ended.Task.Soon();
    }

    /// <summary>Each holds one event of 50 KB, and what lies between the client and us.</summary>
    [Fact]
    public async Task F20_a_thousand_that_stop_reading_cost_bounded_memory_and_delay_nobody()
    {
        const int Many = 1_000;
        var slow = new List<RawClient>();
        try
        {
            gateway.Services.GetRequiredService<GatewayLimits>().Streams.ConnectionsPerCaller = Many + 1;
            for (var number = 0; number < Many; number++) slow.Add(await RawClient.WebSocketAsync(gateway, "subscription { long(size: 50000) }"));
            var before = GC.GetTotalMemory(forceFullCollection: true);
            await StuckAsync();
            var taken = gateway.Events.Taken;

            using var reader = await SocketClient.SignedInAsync(gateway);
            await reader.SubscribeAsync("1", "subscription { counted(to: 1000) }");
            for (var number = 1; number <= 1_000; number++) await reader.PayloadAsync("next 1");

            Assert.Equal(taken + 1_000, gateway.Events.Taken);      // nobody else has taken one
            var held = GC.GetTotalMemory(forceFullCollection: true) - before;
            Assert.InRange(held / Many, long.MinValue, 400_000);
            await GoneAsync(1);
        }
        finally
        {
            foreach (var client in slow) client.Dispose();
        }
    }

    /// <summary>A second with each look: what is late is ended, and what does not end is cut.</summary>
    private Task GoneAsync(int left) => Patience.UntilAsync(() =>
    {
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        return Count <= left;
    });

    private int Count => gateway.Services.GetRequiredService<OpenConnections>().Count;

    /// <summary>Returns when no event was taken between a good many looks: what lies between the client and the service is full.</summary>
    private async Task StuckAsync()
    {
        var (taken, same) = (0, 0);
        await Patience.UntilAsync(() =>
        {
            var now = gateway.Events.Taken;
            same = now == taken && now > 0 ? same + 1 : 0;
            taken = now;
            return same > 250;
        });
    }
}

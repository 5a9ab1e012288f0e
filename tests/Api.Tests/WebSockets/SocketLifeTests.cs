using System.Net.WebSockets;
using Billing.Api.Connections;
using Billing.Api.Tests.Host;
using Microsoft.Extensions.Hosting;
using NodaTime;

namespace Billing.Api.Tests.WebSockets;

/// <summary>How long a socket stays.</summary>
public sealed class SocketLifeTests : IAsyncLifetime
{
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await TestGateway.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task A_quiet_client_is_pinged_and_stays_when_it_answers()
    {
        using var client = await SocketClient.SignedInAsync(gateway);
        for (var time = 0; time < 3; time++)
        {
            gateway.Time.Advance(TimeSpan.FromSeconds(31));
            Assert.Equal("ping", await client.TypeAsync());
            await client.SendAsync(new { type = "pong" });
            await client.SendAsync(new { type = "ping" });      // its answer says that the pong has been read
            Assert.Equal("pong", await client.TypeAsync());
        }
    }

    [Fact]
    public async Task A_client_that_answers_no_ping_is_closed()
    {
        using var client = await SocketClient.SignedInAsync(gateway);
        gateway.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("ping", await client.TypeAsync());
        gateway.Time.Advance(TimeSpan.FromSeconds(29));
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await client.ExpectCloseAsync(1001, "No answer to a ping");
    }

    [Fact]
    public async Task A_peer_that_does_not_even_answer_the_close_is_cut_off_after_five_seconds()
    {
        using var client = await SocketClient.SignedInAsync(gateway);
        await client.SendAsync(new { type = "nonsense" });
        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(1, Count);
        await Patience.UntilAsync(() =>
        {
            gateway.Time.Advance(TimeSpan.FromSeconds(1));
            return Count == 0;
        });
    }

    [Fact]
    public async Task The_socket_ends_with_its_token()
    {
        using var client = await SocketClient.SignedInAsync(gateway);
        await client.SubscribeAsync("1", "subscription { said }");
        gateway.Clock.Now += Duration.FromMinutes(59);
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        gateway.Events.Said.Writer.TryWrite("still here");
        await client.PayloadAsync("next 1");
        gateway.Clock.Now += Duration.FromMinutes(1);
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await client.ExpectCloseAsync(4403, "Token expired");
        await gateway.Events.Ended.Task.Soon();
    }

    [Fact]
    public async Task A_client_that_vanishes_leaves_nothing_behind()
    {
        var client = await SocketClient.SignedInAsync(gateway);
        await client.SubscribeAsync("1", "subscription { said }");
        gateway.Events.Said.Writer.TryWrite("hello");
        await client.PayloadAsync("next 1");
        client.Raw.Abort();
        client.Dispose();
        await gateway.Events.Ended.Task.Soon();
        await Patience.UntilAsync(() => Count == 0);
    }

    [Fact]
    public async Task A_client_that_closes_is_answered()
    {
        using var client = await SocketClient.SignedInAsync(gateway);
        await client.SubscribeAsync("1", "subscription { said }");
        await client.Raw.CloseAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken).Soon();
        Assert.Equal(1000, client.CloseCode);
        await Patience.UntilAsync(() => Count == 0);
    }

    [Fact]
    public async Task When_the_service_stops_sockets_close_so_that_clients_connect_again()
    {
        using var client = await SocketClient.SignedInAsync(gateway);
        await client.SubscribeAsync("1", "subscription { said }");
        gateway.Events.Said.Writer.TryWrite("hello");
        await client.PayloadAsync("next 1");
        Stop();
        await client.ExpectCloseAsync(1001, "The service restarts");
        await gateway.Events.Ended.Task.Soon();
        await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.OpenAsync(gateway));
    }

    [Fact]
    public async Task F30_when_the_service_stops_a_query_or_mutation_may_finish_but_not_for_ever()
    {
        using var client = await SocketClient.SignedInAsync(gateway);
        await client.SubscribeAsync("1", "{ stuck }");
        await client.SendAsync(new { type = "ping" });
        Assert.Equal("pong", await client.TypeAsync());
        Stop();
        await client.SendAsync(new { type = "ping" });
        Assert.Equal("pong", await client.TypeAsync());
        gateway.Time.Advance(TimeSpan.FromSeconds(20));
        await client.ExpectCloseAsync(1001);
    }

    [Fact]
    public async Task F30_the_last_query_that_finishes_closes_a_socket_of_a_service_that_stops()
    {
        using var client = await SocketClient.SignedInAsync(gateway);
        await client.SubscribeAsync("1", "{ stuck }");
        await client.SendAsync(new { type = "ping" });
        Assert.Equal("pong", await client.TypeAsync());
        Stop();
        await client.CompleteAsync("1");
        await client.ExpectCloseAsync(1001, "The service restarts");
    }

    private int Count => gateway.Services.GetRequiredService<OpenConnections>().Count;

    private void Stop() => gateway.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
}

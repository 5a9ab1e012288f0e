using System.Collections.Concurrent;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Grains.Events;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace Billing.Grains.Tests.Events;

/// <summary>F17: two processes over one journal and a real Redis. What one commits a subscriber of the other hears: each event once, in order, whatever
/// becomes of Redis meanwhile.</summary>
public sealed class RedisDoorbellTests : IAsyncLifetime
{
    private static readonly OrganizationId One = new("org_1");
    private readonly Written written = new();
    private readonly FakeTimeProvider time = new();
    private readonly ConcurrentQueue<long> heard = new();
    private readonly CancellationTokenSource leaving = new();
    private RedisServer redis = null!;
    private (RedisDoorbell Doorbell, EventHub Hub) writing;
    private (RedisDoorbell Doorbell, EventHub Hub) reading;
    private Task listening = Task.CompletedTask;

    public ValueTask InitializeAsync()
    {
        redis = RedisServer.Prepared();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        await listening.ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (var (doorbell, hub) in new[] { writing, reading })
        {
            hub?.Dispose();
            if (doorbell is not null) await doorbell.DisposeAsync();
        }

        leaving.Dispose();
        await redis.DisposeAsync();
    }

    [Fact]
    public async Task A_commit_of_one_process_is_heard_in_the_other_without_waiting_for_a_poll()
    {
        await redis.StartAsync();
        await BeginAsync();
        for (var number = 1; number <= 20; number++)
        {
            Commit();
            await HeardAsync(number);       // the clock stands still: no poll comes
        }
    }

    [Fact]
    public async Task It_may_be_down_at_the_start_and_comes_later()
    {
        await BeginAsync(well: false);
        Commit();
        await SoonAsync(() => heard.Count == 1, TimeSpan.FromMilliseconds(500));       // by the poll, which comes every two seconds
        await redis.StartAsync();
        await WellAsync(true);
        Commit();
        await HeardAsync(2);
    }

    [Theory]
    [InlineData("killed")]
    [InlineData("paused")]
    public async Task While_it_is_gone_events_come_by_the_poll_and_afterwards_by_rings_again(string how)
    {
        await redis.StartAsync();
        await BeginAsync();
        Commit();
        await HeardAsync(1);

        await (how == "killed" ? redis.KillAsync() : redis.PauseAsync());
        Commit();                           // rung for, into the void
        await WellAsync(false);
        Commit();
        for (var halfSeconds = 0; halfSeconds < 5; halfSeconds++) time.Advance(TimeSpan.FromMilliseconds(500));
        await HeardAsync(3);                // 2.5 s later, and no later

        await (how == "killed" ? redis.StartAsync() : redis.GoOnAsync());
        await WellAsync(true);
        Commit();
        await HeardAsync(4);
    }

    [Theory]
    [InlineData("FLUSHALL")]
    [InlineData("CLIENT KILL TYPE normal")]
    [InlineData("CLIENT KILL TYPE pubsub")]
    public async Task What_an_operator_does_to_it_loses_and_doubles_nothing(string command)
    {
        await redis.StartAsync();
        await BeginAsync();
        await using var admin = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        var words = command.Split(' ');
        for (var round = 1; round <= 5; round++)
        {
            Commit();
            await admin.GetDatabase().ExecuteAsync(words[0], [.. words[1..], .. (string[])(words[0] == "CLIENT" ? ["SKIPME", "yes"] : [])]);
            Commit();
            await SoonAsync(() => heard.Count == 2 * round, TimeSpan.FromMilliseconds(500));
        }
    }

    [Fact]
    public async Task Nothing_that_anybody_writes_there_is_believed()
    {
        await redis.StartAsync();
        await BeginAsync();
        await using var stranger = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var channel = RedisChannel.Literal("billing:test:rings");
        string[] nonsense =
        [
            "x|org_1|99", "x|org_1|1", "x|org_1|1", "x|org_1|-5", "x|org_1|99999999999999999999", "x|*", "|", "||", "", "x", "x|org_1", "x|" + new string('o', 500) + "|1",
            "{\"organization\":\"org_1\",\"sequence\":1,\"name\":\"Evil\"}", "\0\u0001", "x|org_2|7",
        ];
        foreach (var message in nonsense) await stranger.GetSubscriber().PublishAsync(channel, message);
        Commit();
        foreach (var message in nonsense) await stranger.GetSubscriber().PublishAsync(channel, message);
        await HeardAsync(1);
        Commit();
        await HeardAsync(2);
    }

    [Fact]
    public async Task D11_what_is_written_there_are_ids_and_numbers()
    {
        await redis.StartAsync();
        var spied = new ConcurrentQueue<string>();
        await using var spy = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        await spy.GetSubscriber().SubscribeAsync(RedisChannel.Pattern("*"), (_, message) => spied.Enqueue(message.ToString()));
        await BeginAsync();
        Commit();
        await HeardAsync(1);
        await SoonAsync(() => spied.Any(message => message.EndsWith("|org_1|1", StringComparison.Ordinal)), TimeSpan.Zero);
        Assert.All(spied, message => Assert.Matches("^[0-9a-f]{16}[|](org_1[|]\\d+)?$", message));
        Assert.Empty(spy.GetServers()[0].Keys());
    }

    [Fact]
    public async Task Deployments_on_one_Redis_do_not_ring_at_each_other()
    {
        await redis.StartAsync();
        await BeginAsync();
        var rung = 0;
        await using var other = new RedisDoorbell(redis.ConnectionString, "other", time, NullLogger<RedisDoorbell>.Instance);
        other.Listen((_, _) => Interlocked.Increment(ref rung), () => { });
        await SoonAsync(() => other.IsWell, TimeSpan.FromMilliseconds(250));
        Commit();
        await HeardAsync(1);
        Assert.Equal(0, rung);
    }

    private async Task BeginAsync(bool well = true)
    {
        (writing, reading) = (Process(), Process());
        listening = Task.Run(async () =>
        {
            await foreach (var view in reading.Hub.OfOrganizationAsync(One, 0, leaving.Token)) heard.Enqueue(view.Sequence);
        });
        await SoonAsync(() => reading.Hub.Readers == 1, TimeSpan.Zero);
        if (well) await WellAsync(true);
    }

    private (RedisDoorbell, EventHub) Process()
    {
        var doorbell = new RedisDoorbell(redis.ConnectionString, "test", time, NullLogger<RedisDoorbell>.Instance);
        return (doorbell, new EventHub(written, time, null, doorbell));
    }

    private void Commit() => writing.Hub.Publish(written.Commit(One, 1));

    private Task WellAsync(bool well) => SoonAsync(() => writing.Doorbell.IsWell == well && reading.Doorbell.IsWell == well, TimeSpan.FromMilliseconds(250));

    private async Task HeardAsync(int count)
    {
        await SoonAsync(() => heard.Count >= count, TimeSpan.Zero);
        Assert.Equal(Enumerable.Range(1, count).Select(number => (long)number), heard);
    }

    /// <summary>Looks again until it has come about. Time goes on by a step with each look: the answers of Redis come when they come.</summary>
    private async Task SoonAsync(Func<bool> condition, TimeSpan step)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"It never came about: heard {string.Join(' ', heard)}.");
            if (step > TimeSpan.Zero) time.Advance(step);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Enumerable.Range(1, heard.Count).Select(number => (long)number), heard);
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Billing.Domain;
using Billing.Grains.Telemetry;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Billing.Grains.Events;

/// <summary>
/// The doorbell over Redis' publish and subscribe. A message names its sender, an organization and a sequence; or nothing else, and is then a beat:
/// each process hears its own beats come back while Redis is well. What could not be sent is sent when it is well again.
/// </summary>
public sealed class RedisDoorbell : IDoorbell, IAsyncDisposable
{
    /// <summary>A beat goes out this often; one that has not come back by the next says that Redis is unwell.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>Organizations whose ring waits for Redis; past this many everybody is told to look at everything.</summary>
    private const int MostUnsent = 10_000;

    private const string Everything = "*";

    private readonly string sender = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly ConcurrentDictionary<OrganizationId, long> unsent = new();
    private readonly RedisChannel channel;
    private readonly ILogger<RedisDoorbell> log;
    private readonly CancellationTokenSource closing = new();
    private readonly Task connecting;
    private readonly ITimer beats;
    private Action<OrganizationId, long> rung = (_, _) => { };
    private Action changed = () => { };
    private ISubscriber? subscriber;
    private ConnectionMultiplexer? connection;
    private volatile bool well;
    private volatile bool echoed;

    /// <param name="deployment">Two deployments on one Redis do not ring at each other.</param>
    public RedisDoorbell(string connectionString, string deployment, TimeProvider time, ILogger<RedisDoorbell> log)
    {
        this.log = log;
        channel = RedisChannel.Literal($"billing:{deployment}:rings");
        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ConnectTimeout = 3_000;
        options.ReconnectRetryPolicy = new LinearRetry(500);
        connecting = ConnectAsync(options);
        beats = time.CreateTimer(_ => OnBeat(), null, Beat, Beat);
    }

    public bool IsWell => well;

    public static bool IsConnectionString(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public void Listen(Action<OrganizationId, long> rung, Action changed) => (this.rung, this.changed) = (rung, changed);

    public void Ring(OrganizationId organization, long sequence)
    {
        if (well) _ = SendAsync(organization, sequence);
        else Keep(organization, sequence);
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await beats.DisposeAsync();
        await connecting;
        if (connection is not null) await connection.DisposeAsync();
        closing.Dispose();
    }

    private async Task ConnectAsync(ConfigurationOptions options)
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                connection = await ConnectionMultiplexer.ConnectAsync(options);
                var opened = connection.GetSubscriber();
                await opened.SubscribeAsync(channel, (_, message) => Hear(message));
                subscriber = opened;
                return;
            }
            catch (RedisException)
            {
                // Down from the start: the library goes on connecting, but a subscription has to be asked for again.
                if (connection is not null) await connection.DisposeAsync();
                connection = null;
                await Task.Delay(Beat, TimeProvider.System, closing.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    /// <summary>Anything may be written there: what is no message of ours is left alone.</summary>
    private void Hear(RedisValue message)
    {
        var parts = message.ToString().Split('|');
        switch (parts)
        {
            case [var from, ""] when from == sender:
                echoed = true;
                if (!well) BecomeWell();
                break;
            case [var from, Everything] when from != sender:
                changed();
                break;
            case [var from, var organization, var number] when from != sender && organization.Length is > 0 and <= 100
                && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence):
                rung(new(organization), sequence);
                break;
        }
    }

    private void OnBeat()
    {
        if (!echoed && well)
        {
            well = false;
            GrainMetrics.DoorbellIs(well: false);
            log.DoorbellUnwell();
            changed();
        }

        echoed = false;
        _ = PublishAsync($"{sender}|");
    }

    private void BecomeWell()
    {
        well = true;
        GrainMetrics.DoorbellIs(well: true);
        log.DoorbellWell();
        changed();
        if (unsent.Count >= MostUnsent)
        {
            unsent.Clear();
            _ = PublishAsync($"{sender}|{Everything}");
        }

        foreach (var (organization, sequence) in unsent)
        {
            if (unsent.TryRemove(new(organization, sequence))) _ = SendAsync(organization, sequence);
        }
    }

    private async Task SendAsync(OrganizationId organization, long sequence)
    {
        if (!await PublishAsync(string.Create(CultureInfo.InvariantCulture, $"{sender}|{organization.Value}|{sequence}"))) Keep(organization, sequence);
    }

    private async Task<bool> PublishAsync(string message)
    {
        try
        {
            if (subscriber is null) return false;
            await subscriber.PublishAsync(channel, message);
            return true;
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException or ObjectDisposedException)
        {
            return false;
        }
    }

    private void Keep(OrganizationId organization, long sequence)
    {
        if (unsent.Count < MostUnsent) unsent.AddOrUpdate(organization, sequence, (_, kept) => Math.Max(kept, sequence));
    }
}

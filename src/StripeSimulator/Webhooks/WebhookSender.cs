using System.Net.Http.Headers;
using System.Threading.Channels;
using Billing.StripeSimulator.Events;
using Billing.StripeSimulator.Persistence;
using Microsoft.Extensions.Logging;

namespace Billing.StripeSimulator.Webhooks;

internal enum WebhookMode
{
    Normal,
    Drop,
    Double,

    /// <summary>Keeps them until they are released.</summary>
    Hold,
}

/// <summary>Posts events to the target, one after another, never in the way of a call. Like Stripe it promises neither order nor delivery:
/// what is not yet delivered when the simulator stops stays undelivered.</summary>
internal sealed partial class WebhookSender : IAsyncDisposable
{
    private const int MaximumWaiting = 10_000;

    private static readonly TimeSpan[] Backoff =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15)];

    private readonly Lock gate = new();
    private readonly List<Event> held = [];
    private readonly Channel<(Event Event, int Attempt)> waiting =
        Channel.CreateBounded<(Event, int)>(new BoundedChannelOptions(MaximumWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly CancellationTokenSource stopping = new();
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    private readonly string secret;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Task loop;
    private WebhookMode mode;
    private int delivered;

    public WebhookSender(string secret, Uri? target, TimeProvider clock, ILogger logger)
    {
        this.secret = secret;
        this.clock = clock;
        this.logger = logger;
        Target = target;
        loop = DeliverAllAsync();
    }

    public Uri? Target { get; set; }

    public (WebhookMode Mode, int Held, int Delivered) Status()
    {
        lock (gate)
        {
            return (mode, held.Count, delivered);
        }
    }

    public void Switch(WebhookMode next)
    {
        lock (gate)
        {
            mode = next;
        }
    }

    public void Send(IEnumerable<Event> events)
    {
        if (Target is null)
        {
            return;
        }

        lock (gate)
        {
            foreach (var sent in events)
            {
                if (mode == WebhookMode.Hold)
                {
                    held.Add(sent);
                    continue;
                }

                for (var copies = mode switch { WebhookMode.Drop => 0, WebhookMode.Double => 2, _ => 1 }; copies > 0; copies--)
                {
                    waiting.Writer.TryWrite((sent, 0));
                }
            }
        }
    }

    /// <summary>Sends what was held, newest first if asked. The mode stays.</summary>
    public void Release(bool isReversed)
    {
        lock (gate)
        {
            foreach (var sent in isReversed ? held.AsEnumerable().Reverse() : held)
            {
                waiting.Writer.TryWrite((sent, 0));
            }

            held.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        client.Dispose();
        stopping.Dispose();
    }

    private async Task DeliverAllAsync()
    {
        try
        {
            await foreach (var (sent, attempt) in waiting.Reader.ReadAllAsync(stopping.Token))
            {
                if (await DeliverAsync(sent))
                {
                    Interlocked.Increment(ref delivered);
                }
                else
                {
                    Retry(sent, attempt);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The simulator stops.
        }
    }

    private async Task<bool> DeliverAsync(Event sent)
    {
        if (Target is not { } target)
        {
            return true;
        }

        var payload = Json.Bytes(sent);
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(payload) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation("Stripe-Signature", Signature.Of(payload, secret, clock.GetUtcNow().ToUnixTimeSeconds()));
        request.Headers.UserAgent.ParseAdd("Stripe/1.0");
        try
        {
            using var response = await client.SendAsync(request, stopping.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Retry(Event sent, int attempt)
    {
        if (attempt == Backoff.Length)
        {
            LogUndelivered(sent.Id, sent.Type);
            return;
        }

        _ = EnqueueLaterAsync(sent, attempt);
    }

    private async Task EnqueueLaterAsync(Event sent, int attempt)
    {
        var delay = Task.Delay(Backoff[attempt], clock, stopping.Token);
        await delay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (delay.IsCompletedSuccessfully)
        {
            waiting.Writer.TryWrite((sent, attempt + 1));
        }
    }

    [LoggerMessage(4102, LogLevel.Warning, "Webhook {Event} ({Type}) was not accepted and is given up")]
    private partial void LogUndelivered(string @event, string type);
}

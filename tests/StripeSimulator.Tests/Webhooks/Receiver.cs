using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Billing.StripeSimulator.Tests.Webhooks;

/// <summary>Takes webhooks in, after refusing as many as asked.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<(string Body, string Signature)> received = Channel.CreateUnbounded<(string, string)>();
    private WebApplication app = null!;
    private int refusals;

    public Uri Address { get; private set; } = null!;

    public int Refused { get; private set; }

    public static async Task<Receiver> StartAsync(int refusals = 0)
    {
        var receiver = new Receiver { refusals = refusals };
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        receiver.app = builder.Build();
        receiver.app.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var body = await reader.ReadToEndAsync();
            if (receiver.refusals > 0)
            {
                receiver.refusals--;
                receiver.Refused++;
                http.Response.StatusCode = 500;
                return;
            }

            receiver.received.Writer.TryWrite((body, http.Request.Headers["Stripe-Signature"].ToString()));
        });
        await receiver.app.StartAsync();
        receiver.Address = new Uri(receiver.app.Urls.First());
        return receiver;
    }

    public async Task<(string Body, string Signature)> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await received.Reader.ReadAsync(patience.Token);
    }

    public async Task<(string Body, string Signature)[]> TakeAsync(int count)
    {
        var taken = new (string, string)[count];
        for (var i = 0; i < count; i++)
        {
            taken[i] = await NextAsync();
        }

        return taken;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}

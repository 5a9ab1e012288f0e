using System.Net;
using Billing.StripeSimulator.Customers;
using Billing.StripeSimulator.Events;
using Billing.StripeSimulator.Faults;
using Billing.StripeSimulator.Http;
using Billing.StripeSimulator.Pages;
using Billing.StripeSimulator.PaymentIntents;
using Billing.StripeSimulator.PaymentMethods;
using Billing.StripeSimulator.Persistence;
using Billing.StripeSimulator.Refunds;
using Billing.StripeSimulator.SetupIntents;
using Billing.StripeSimulator.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Billing.StripeSimulator;

/// <summary>A running simulator: an HTTP service that answers like Stripe where this project uses it. For Development and tests.</summary>
public sealed class StripeSimulatorHost : IAsyncDisposable
{
    private const long MaximumBodyBytes = 1 << 20;

    private static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(2);

    private readonly WebApplication app;
    private readonly Store store;
    private readonly WebhookSender webhooks;
    private readonly CancellationTokenSource stopping;
    private int disposals;

    private StripeSimulatorHost(WebApplication app, Store store, WebhookSender webhooks, CancellationTokenSource stopping)
    {
        this.app = app;
        this.store = store;
        this.webhooks = webhooks;
        this.stopping = stopping;
    }

    /// <summary>Where it listens, with the port that was taken: what clients use as Stripe's API base.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Where events are posted; may be named later than the options, when the receiver's port is known.</summary>
    public Uri? WebhookTarget
    {
        get => webhooks.Target;
        set => webhooks.Target = value;
    }

    /// <summary>Loads the state and listens.</summary>
    /// <param name="options">Where it listens and what it remembers.</param>
    /// <param name="clock">Tells <c>created</c>, the age of idempotency keys, and when delays and retries end.</param>
    /// <param name="loggers">Takes the simulator's own few warnings and errors; null keeps it silent.</param>
    /// <exception cref="SimulatorAddressInUseException">The port is taken.</exception>
    /// <exception cref="InvalidDataException">The data file is damaged elsewhere than in its last line.</exception>
    /// <exception cref="IOException">The data file cannot be opened, or another simulator has it open.</exception>
    public static async Task<StripeSimulatorHost> StartAsync(SimulatorOptions options, TimeProvider clock, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        var logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger("Billing.StripeSimulator");
        var store = Store.Open(options.DataFile, clock.GetUtcNow().ToUnixTimeSeconds());
        var app = Build(options.Url);
        var stopping = new CancellationTokenSource();
        var webhooks = new WebhookSender(options.WebhookSecret, options.WebhookTarget, clock, logger);
        var host = new StripeSimulatorHost(app, store, webhooks, stopping);
        var faults = new FaultPlan();
        Map(app, faults, webhooks, new Gateway(options, store, faults, webhooks, clock, logger, stopping.Token));
        try
        {
            await app.StartAsync();
            host.Address = new Uri(app.Urls.First());
            return host;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await host.DisposeAsync();
            throw new SimulatorAddressInUseException(options.Url, e);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops listening. Calls that hang on purpose are broken off.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Increment(ref disposals) > 1)
        {
            return;
        }

        await stopping.CancelAsync();
        using (var patience = new CancellationTokenSource(ShutdownPatience))
        {
            await app.StopAsync(patience.Token);
        }

        await app.DisposeAsync();
        await webhooks.DisposeAsync();
        store.Dispose();
        stopping.Dispose();
    }

    private static WebApplication Build(Uri url)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();

        // The simulator ends with the program that started it, not at the signal: a charge under way at SIGTERM still finds it.
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaximumBodyBytes;
            Listen(kestrel, url);
        });
        return builder.Build();
    }

    private static void Listen(KestrelServerOptions kestrel, Uri url)
    {
        if (url.Scheme != Uri.UriSchemeHttp)
        {
            throw new ArgumentException($"The simulator's address {url} must begin with http://.", nameof(url));
        }

        if (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address))
        {
            kestrel.Listen(address, url.Port);
        }
        else if (url.IsLoopback)
        {
            if (url.Port == 0)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
            else
            {
                kestrel.ListenLocalhost(url.Port);
            }
        }
        else
        {
            throw new ArgumentException($"The simulator's address {url} must name an IP address or localhost.", nameof(url));
        }
    }

    private static void Map(WebApplication app, FaultPlan faults, WebhookSender webhooks, Gateway gateway)
    {
        CustomerEndpoints.Map(app, gateway);
        PaymentMethodEndpoints.Map(app, gateway);
        SetupIntentEndpoints.Map(app, gateway);
        PaymentIntentEndpoints.Map(app, gateway);
        RefundEndpoints.Map(app, gateway);
        EventEndpoints.Map(app, gateway);
        ChargeAccount.Map(app, gateway);
        FaultEndpoints.Map(app, faults);
        WebhookEndpoints.Map(app, webhooks);
        HomePage.Map(app, gateway);
        app.MapFallback(http => Wire.WriteAsync(http, Answer.Of(404, new Error
        {
            Type = "invalid_request_error", Message = $"Unrecognized request URL ({http.Request.Method}: {http.Request.Path}).",
        })));
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

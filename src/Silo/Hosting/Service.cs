using Billing.Api.Http;
using Billing.Api.Limits;
using Billing.Api.Schema;
using Billing.Api.Security;
using Billing.Contracts.Events;
using Billing.Contracts.ReadModel;
using Billing.Domain.Organizations;
using Billing.Grains;
using Billing.Grains.Payments;
using Billing.Grains.Sweep;
using Billing.Silo.Configuration;
using Billing.Silo.Telemetry;
using Billing.StripeSimulator;

namespace Billing.Silo.Hosting;

/// <summary>This process's part of the service: the database, the simulator in Development, a silo, a gateway.</summary>
internal sealed class Service : IAsyncDisposable
{
    private Service(SiloConfiguration configuration, WebApplication app, Store store, StripeSimulatorHost? simulator)
    {
        Configuration = configuration;
        App = app;
        Store = store;
        Simulator = simulator;
    }

    public SiloConfiguration Configuration { get; }

    public WebApplication App { get; }

    public Store Store { get; }

    /// <summary>Where the dashboard is; null where there is none.</summary>
    public Uri? Dashboard { get; private init; }

    public StripeSimulatorHost? Simulator { get; }

    /// <summary>Where it listens, once started.</summary>
    public string Address => App.Urls.First().Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal);

    /// <summary>Builds and starts everything; what must be mended first is named in an exception.</summary>
    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public static async Task<Service> StartAsync(WebApplicationBuilder builder)
    {
        var configuration = new SiloConfiguration(builder.Configuration, builder.Environment.IsDevelopment());
        var stripe = configuration.ReadStripe();
        var auth = configuration.ReadAuth();
        var limits = configuration.ReadLimits();
        var frontEnds = configuration.ReadFrontEnds();
        var catalog = configuration.ReadCatalog();
        var dashboard = Hosting.Dashboard.ReadUrl(builder.Configuration, configuration.Cluster);
        var store = Store.Open(configuration);
        // The start is mostly compiling code for the first time: what does not wait for another runs beside it.
        var migrated = Task.Run(store.MigrateAsync);
        var simulating = Task.Run(() => StartSimulatorAsync(configuration, stripe));
        try
        {
            if (builder.Configuration["urls"] is null or "") builder.WebHost.UseUrls("http://localhost:5000");
            AddServices(builder, configuration, store, stripe, auth, catalog, (limits, frontEnds));
            if (dashboard is not null) Hosting.Dashboard.Add(builder, dashboard);
            var app = builder.Build();
            if (dashboard is not null) Hosting.Dashboard.Map(app, dashboard);
            await migrated;
            if (app.Services.GetService<DatabaseClock>() is { } databaseClock) await databaseClock.CompareAsync();      // before Orleans notes the time
            var schema = Task.Run(() => FrontEndSettings.CheckDocumentsAsync(app.Services));
            _ = app.Services.GetRequiredService<IEventBus>();      // connects to Redis, if there is one, before anybody listens or writes
            await simulating;
            if (configuration.Cluster.HasGateway)
            {
                app.MapBillingGateway();
                Ide.Map(app, configuration);
            }
            else
            {
                app.MapHealth();
            }

            var service = new Service(configuration, app, store, await simulating) { Dashboard = dashboard };
            if (frontEnds.Documents.All.Count > 0) await schema;    // what is wrong with one is told before anything listens
            await app.StartAsync();
            await schema;
            if (service.Simulator is { } simulator) simulator.WebhookTarget = new(service.Address + "/webhooks/stripe");
            if (!configuration.Cluster.IsCluster) await app.Services.GetRequiredService<IGrainFactory>().GetGrain<ISweepGrain>(0).StartAsync();
            return service;
        }
        catch
        {
            await StopAsync(simulating);
            await migrated.ContinueWith(_ => { }, TaskScheduler.Default);
            store.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The silo leaves before what it works with is gone; the simulator goes last, so that a charge that is draining still finds it.
        await App.StopAsync();
        await App.DisposeAsync();
        if (Simulator is not null) await Simulator.DisposeAsync();
        Store.Dispose();
    }

    private static async Task StopAsync(Task<StripeSimulatorHost?> simulating)
    {
        try
        {
            if (await simulating is { } simulator) await simulator.DisposeAsync();
        }
        catch (Exception) when (simulating.IsFaulted)
        {
            // Its failure is the one that is on its way to the user.
        }
    }

    /// <summary>In Development without a key; its address becomes the provider's.</summary>
    internal static async Task<StripeSimulatorHost?> StartSimulatorAsync(SiloConfiguration configuration, StripeOptions stripe, bool anyPort = false)
    {
        if (!configuration.UsesSimulator) return null;
        Directory.CreateDirectory(configuration.DataDirectory);
        var simulator = await StripeSimulatorHost.StartAsync(
            new() { Url = anyPort ? new("http://127.0.0.1:0") : configuration.SimulatorUrl, DataFile = Path.Combine(configuration.DataDirectory, SiloConfiguration.SimulatorFile), WebhookSecret = stripe.WebhookSecret! },
            TimeProvider.System);
        stripe.ApiBase = simulator.Address.ToString().TrimEnd('/');
        return simulator;
    }

    private static void AddServices(
        WebApplicationBuilder builder, SiloConfiguration configuration, Store store, StripeOptions stripe, AuthSettings auth, Domain.Catalog.Catalog catalog,
        (GatewayLimits Limits, FrontEndSettings FrontEnds) gateway)
    {
        var services = builder.Services;
        store.AddTo(services);
        var policy = new BillingPolicy(configuration.InvoiceDueDays) { StaffEmail = configuration.Mail.StaffEmail, Holidays = configuration.Holidays };
        services.AddBillingGrains(configuration.DataDirectory, catalog, policy, stripe, configuration.Mail, configuration.Smtp);
        if (configuration.ReadRedis() is { } redis) services.AddRedisDoorbell(redis);
        services.AddSingleton<IWebhookReceiver, WebhookReceiver>();
        services.AddSingleton<IReadinessCheck, DatabaseCheck>();
        services.AddSingleton<IReadinessCheck, SiloCheck>();
        services.AddSingleton<IReadinessCheck, ClockCheck>();
        services.AddBillingGateway<BillingSchema>((provider, options) =>
        {
            options.Limits = gateway.Limits;
            options.AllowedOrigins.UnionWith(gateway.FrontEnds.Origins);
            options.TrustedDocuments = gateway.FrontEnds.Documents;
            options.TrustedOnly = gateway.FrontEnds.TrustedOnly;
            options.SigningKey = auth.SigningKey;
            options.Authority = auth.Authority;
            options.CursorSecret = provider.GetRequiredService<IDeploymentSettings>().TokenSecret;
            options.PublishableKey = stripe.PublishableKey ?? "";
        });
        services.AddTelemetryExport(builder.Configuration);
        if (configuration.Cluster.Database == DatabaseKind.PostgreSql) services.AddSingleton<DatabaseClock>().AddHostedService(provider => provider.GetRequiredService<DatabaseClock>());
        if (configuration.Cluster is { Database: DatabaseKind.PostgreSql, HasSilo: true }) services.AddHostedService<WriterPresence>();
        if (configuration.Cluster.IsCluster) services.AddHostedService<SweepKeeper>();
        builder.AddOrleans(configuration.Cluster, store);
    }
}

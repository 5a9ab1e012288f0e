using System.CommandLine;
using Billing.Silo.Configuration;
using Billing.StripeSimulator;

namespace Billing.Silo.CommandLine;

/// <summary>The Stripe stand-in as a process of its own, for the processes of a cluster to share.</summary>
internal static class SimulatorVerb
{
    public static Option<string?> Webhooks { get; } = new("--webhooks") { Description = "A gateway's address, which is told of events: http://localhost:5000." };

    public static async Task<int> RunAsync(ParseResult result, string[] rest)
    {
        var builder = Builders.Web(rest);
        if (!builder.Environment.IsDevelopment()) throw new ConfigurationException("The simulator moves no money: it runs in Development only.");
        var folder = Path.GetFullPath(builder.Configuration["Billing:DataDirectory"] is { Length: > 0 } configured ? configured : "data");
        Directory.CreateDirectory(folder);
        await using var simulator = await StripeSimulatorHost.StartAsync(
            new()
            {
                Url = SiloConfiguration.SimulatorUrlOf(builder.Configuration),
                DataFile = Path.Combine(folder, SiloConfiguration.SimulatorFile),
                WebhookSecret = builder.Configuration["Stripe:WebhookSecret"] is { Length: > 0 } secret
                    ? secret : throw new ConfigurationException("Stripe:WebhookSecret is missing: any text, the same for the simulator and for every process that it tells of events."),
            },
            TimeProvider.System);
        if (result.GetValue(Webhooks) is { } gateway)
            simulator.WebhookTarget = Uri.TryCreate(gateway, UriKind.Absolute, out var address) ? new(address, "/webhooks/stripe") : throw new ConfigurationException("--webhooks is no address.");
        Console.WriteLine($"  Stripe       {simulator.Address.ToString().TrimEnd('/')} (simulator: no money moves)");
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();      // only its signals are wanted
        await app.StartAsync();
        await app.WaitForShutdownAsync();
        return 0;
    }
}

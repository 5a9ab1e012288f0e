using Billing.Api.Security;
using Billing.Silo.CommandLine;
using Billing.Silo.Configuration;
using Billing.Silo.Hosting;
using NodaTime;

namespace Billing.Silo.Demo;

/// <summary>Starts the service on a free port, fills it through its own API as any client would, and stops it.</summary>
internal static class DemoVerb
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        string[] quiet = [.. arguments, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"];
        await using var service = await Service.StartAsync(Builders.Web(quiet));
        if (!service.Configuration.UsesSimulator) throw new ConfigurationException("The demo pays with test cards: it runs in Development with the simulator only.");
        var token = service.App.Services.GetRequiredService<TokenMint>().Mint(new("demo", Role.Staff), Duration.FromHours(1));
        using var client = new DemoClient(service.Address, token);
        if (await client.HasAccountsAsync()) throw new ConfigurationException($"Billing:DataDirectory: {service.Configuration.DataDirectory} is not empty: the demo fills a new one.");
        await LiveAccount.FillAsync(client);
        await TestAccount.FillAsync(client);
        Console.WriteLine(await client.SummaryAsync());
        Console.WriteLine($"{service.Configuration.DataDirectory} is filled. Start the service on it to look around.");
        return 0;
    }
}

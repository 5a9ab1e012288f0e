using Billing.Silo.Hosting;

namespace Billing.Silo.CommandLine;

internal static class ServeVerb
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        await using var service = await Service.StartAsync(Builders.Web(arguments));
        Banner.Print(service, Console.Out);
        await service.App.WaitForShutdownAsync();
        return 0;
    }
}

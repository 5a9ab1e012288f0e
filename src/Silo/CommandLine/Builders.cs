namespace Billing.Silo.CommandLine;

/// <summary>Configuration comes from appsettings.json beside the program, environment variables and the command line, in this order.</summary>
internal static class Builders
{
    public static WebApplicationBuilder Web(string[] arguments) => WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = arguments,
        ContentRootPath = AppContext.BaseDirectory,
        WebRootPath = AppContext.BaseDirectory,
    });

    public static Configuration.SiloConfiguration Configuration(string[] arguments)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { Args = arguments, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine(arguments);
        var environment = builder.Configuration["ASPNETCORE_ENVIRONMENT"] ?? builder.Configuration["DOTNET_ENVIRONMENT"] ?? "Production";
        return new(builder.Configuration, environment == "Development");
    }
}

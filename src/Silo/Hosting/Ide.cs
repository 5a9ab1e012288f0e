using Billing.Silo.Configuration;
using Microsoft.Extensions.FileProviders;

namespace Billing.Silo.Hosting;

/// <summary>The GraphQL IDE at /ide: Altair's files, taken from npm when the program was built, served from here so that it works offline.</summary>
internal static class Ide
{
    /// <summary>How to get it where node was missing at build time.</summary>
    public const string HowToGet = "install node, then build again (npm brings the IDE's files)";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "ide");

    public static bool IsThere => File.Exists(Path.Combine(Folder, "index.html"));

    /// <summary>In Development only (outside it, the IDE of one's choice talks to /graphql).</summary>
    public static void Map(WebApplication app, SiloConfiguration configuration)
    {
        if (!configuration.IsDevelopment || !IsThere) return;
        app.UseFileServer(new FileServerOptions { RequestPath = "/ide", FileProvider = new PhysicalFileProvider(Folder), RedirectToAppendTrailingSlash = true });
    }
}

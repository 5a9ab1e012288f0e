using System.Net;
using System.Net.Mime;
using System.Text.Json;
using System.Text.RegularExpressions;
using Billing.Api.Security;
using Billing.Silo.Configuration;
using Microsoft.Extensions.FileProviders;
using NodaTime;

namespace Billing.Silo.Hosting;

/// <summary>
/// The GraphQL IDE at /ide: Altair's files, taken from npm when the program was built, served from here so that it works offline.
/// In Development only, and only to this machine: its page carries a staff token.
/// </summary>
internal static partial class Ide
{
    /// <summary>How to get it where node was missing at build time.</summary>
    public const string HowToGet = "install node and npm, then build again (npm brings the IDE's files)";

    /// <summary>
    /// Everything from here, nothing from elsewhere, in nobody's frame. Altair writes styles into the page and colors into style
    /// attributes; it shows pictures and workers that it makes itself.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; "
        + "object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

    private static readonly Duration TokenLife = Duration.FromHours(12);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "ide");

    public static bool IsThere => File.Exists(Path.Combine(Folder, "main.js"));

    /// <summary>Maps /ide in Development (outside it, the IDE of one's choice talks to /graphql).</summary>
    public static void Map(WebApplication app, SiloConfiguration configuration)
    {
        if (!configuration.IsDevelopment) return;
        if (IsThere) app.Map("/ide", ide => Serve(ide, app.Services.GetRequiredService<TokenMint>()));
        else app.MapGet("/ide", () => Results.Text($"The IDE is not here: {HowToGet}.\n", statusCode: StatusCodes.Status404NotFound));
    }

    private static void Serve(IApplicationBuilder ide, TokenMint mint)
    {
        var page = File.ReadAllText(Path.Combine(Folder, "index.html"));
        var query = File.ReadAllText(Path.Combine(Folder, "welcome.graphql"));
        var tour = IdeTour.Of(File.ReadAllText(Path.Combine(Folder, "README.md")));
        ide.Use((context, next) =>
        {
            if (!IsFromThisMachine(context)) return NotFound(context);
            AddHeaders(context.Response.Headers);
            return IsPage(context.Request.Path) ? WritePageAsync(context, Fill(page, mint, query, tour)) : next(context);
        });
        ide.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Folder) });
        ide.Run(NotFound);
    }

    /// <summary>By address and by name: a page elsewhere whose name was made to point here must not read the token.</summary>
    private static bool IsFromThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && (context.Request.Host.Host is "localhost" || (IPAddress.TryParse(context.Request.Host.Host, out var host) && IPAddress.IsLoopback(host)));

    private static bool IsPage(PathString path) => path.Value is null or "" or "/" or "/index.html";

    private static void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    /// <summary>Altair's page with our base address and start. The values are data, not script: the policy allows no inline script.</summary>
    private static string Fill(string page, TokenMint mint, string query, IReadOnlyList<TourDocument> tour)
    {
        // The serializer's default encoder writes no <, so that the data cannot end its element.
        var data = JsonSerializer.Serialize(new { token = mint.Mint(new("developer", Role.Staff), TokenLife), query, tour }, JsonSerializerOptions.Web);
        var start = $"""<script id="start" type="application/json">{data}</script><script type="module" src="start.js"></script></body>""";
        return BaseElement().Replace(page, """<base href="/ide/" />""")
            .Replace("<title>Altair</title>", "<title>Billing.Orleans, development</title>", StringComparison.Ordinal)
            .Replace("</body>", start, StringComparison.Ordinal);
    }

    private static Task WritePageAsync(HttpContext context, string page)
    {
        context.Response.ContentType = MediaTypeNames.Text.Html + "; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    [GeneratedRegex("<base [^>]*>")]
    private static partial Regex BaseElement();
}

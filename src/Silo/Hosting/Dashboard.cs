using System.Text;
using Billing.Api.Security;
using Billing.Silo.Configuration;
using Orleans.Dashboard;

namespace Billing.Silo.Hosting;

/// <summary>
/// Orleans' dashboard on an address of its own, for staff. A browser asks for a name and a password and sends them with each request: the password is a
/// staff token. Nothing else answers at that address, and the dashboard answers at no other.
/// </summary>
internal static class Dashboard
{
    private const string Prefix = "/dashboard";
    private const string Basic = "Basic ";
    private const string Bearer = "Bearer ";

    /// <summary>Reads Billing:Dashboard:Url; null where there is no dashboard.</summary>
    /// <exception cref="ConfigurationException">It is no address, or this process has no silo.</exception>
    public static Uri? ReadUrl(IConfiguration configuration, ClusterSettings cluster)
    {
        if (configuration["Billing:Dashboard:Url"] is not { Length: > 0 } text) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.AbsolutePath != "/")
            throw new ConfigurationException("Billing:Dashboard:Url is no http address without a path: http://127.0.0.1:8090.");
        if (!cluster.HasSilo) throw new ConfigurationException("Billing:Dashboard:Url: the dashboard is a silo's; this process is a gateway alone.");
        return url.Port == 0 ? new UriBuilder(url) { Port = FreePort.Find() }.Uri : url;
    }

    public static void Add(WebApplicationBuilder builder, Uri url)
    {
        builder.Host.UseOrleans(silo => silo.AddDashboard());
        builder.WebHost.UseUrls($"{builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey)};{url.ToString().TrimEnd('/')}");
    }

    public static void Map(WebApplication app, Uri url)
    {
        app.Use(async (context, next) =>
        {
            var isDashboard = context.GetEndpoint()?.Metadata.GetMetadata<Mark>() is not null;
            var isItsAddress = context.Connection.LocalPort == url.Port;
            if (isItsAddress && context.Request.Path == "/") context.Response.Redirect(Prefix + "/");
            else if (isDashboard != isItsAddress) context.Response.StatusCode = StatusCodes.Status404NotFound;
            else if (isDashboard && !await IsStaffAsync(context)) Challenge(context.Response);
            else await next(context);
        });
        app.MapOrleansDashboard(Prefix).WithMetadata(new Mark());
    }

    private static async Task<bool> IsStaffAsync(HttpContext context) =>
        TokenOf(context.Request.Headers.Authorization) is { } token
        && (await context.RequestServices.GetRequiredService<ITokenReader>().ReadAsync(token)).Caller is { Role: Role.Staff };

    private static string? TokenOf(string? header)
    {
        if (header is null) return null;
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return header[Bearer.Length..].Trim();
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return null;
        var buffer = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Basic.Length..].Trim(), buffer, out var length)) return null;
        var pair = Encoding.UTF8.GetString(buffer, 0, length);
        return pair.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? pair[(colon + 1)..] : null;
    }

    private static void Challenge(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = """Basic realm="Dashboard: any name, and a staff token as password", charset="UTF-8" """.TrimEnd();
        response.Headers.CacheControl = "no-store";
    }

    private sealed class Mark;
}

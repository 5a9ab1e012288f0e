using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Billing.Api.Http;

/// <summary>Lets the pages of <see cref="GatewayOptions.AllowedOrigins"/> read answers. No cookies are taken, so no credentials are let through: a page sends
/// its token itself.</summary>
internal static class CrossOrigin
{
    private const string Policy = "Billing.Gateway";
    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(1);

    public static void AddCrossOrigin(this IServiceCollection services)
    {
        services.AddCors();
        services.AddSingleton<IConfigureOptions<CorsOptions>>(provider => new ConfigureOptions<CorsOptions>(
            cors => cors.AddPolicy(Policy, PolicyOf(provider.GetRequiredService<GatewayOptions>()))));
    }

    /// <summary>An address that other origins' pages may use.</summary>
    public static RequestDelegate ForPages(this IEndpointRouteBuilder app, RequestDelegate handler)
    {
        var pipeline = app.CreateApplicationBuilder();
        pipeline.UseCors(Policy);
        pipeline.Run(handler);
        return pipeline.Build();
    }

    private static CorsPolicy PolicyOf(GatewayOptions options) => new CorsPolicyBuilder()
        .SetIsOriginAllowed(options.AllowedOrigins.Contains).AllowAnyHeader().WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Post)
        .WithExposedHeaders("Retry-After", "WWW-Authenticate", "Content-Disposition").SetPreflightMaxAge(PreflightAge).Build();
}

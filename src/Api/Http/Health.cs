using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Api.Http;

/// <summary>/health/live: the process answers. /health/ready: everything that it needs does too.</summary>
internal static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Json(new { status = "live" }));
        app.MapGet("/health/ready", ReadyAsync);
    }

    private static async Task ReadyAsync(HttpContext context)
    {
        var checks = context.RequestServices.GetServices<IReadinessCheck>();
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        using var tooLate = new CancellationTokenSource(Patience, time);
        var answers = await Task.WhenAll(checks.Select(check => AskAsync(check, tooLate.Token)));
        var problems = answers.Where(answer => answer.Problem is not null).ToDictionary(answer => answer.Name, answer => answer.Problem);
        var result = problems.Count == 0
            ? Results.Json(new { status = "ready" })
            : Results.Json(new { status = "not ready", problems }, statusCode: StatusCodes.Status503ServiceUnavailable);
        await result.ExecuteAsync(context);
    }

    private static async Task<(string Name, string? Problem)> AskAsync(IReadinessCheck check, CancellationToken cancellationToken)
    {
        try
        {
            return (check.Name, await check.CheckAsync(cancellationToken).WaitAsync(cancellationToken));
        }
#pragma warning disable CA1031 // Whatever a check throws, it means the same: this part does not answer.
        catch (Exception)
#pragma warning restore CA1031
        {
            return (check.Name, "does not answer");
        }
    }
}

using System.Net.Mime;
using Billing.Api.Errors;
using Billing.Api.Execution;
using Billing.Api.Organizations;
using Billing.Api.Security;
using Billing.Contracts.Invoices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Billing.Api.Http;

/// <summary>GET and HEAD /invoices/{organizationId}/{number}.pdf: the same token and the same right as <c>Organization.invoice</c>, and
/// errors in GraphQL's form.</summary>
internal sealed partial class InvoiceDownload(CallerCheck callers, IOrganizationScopes organizations, ResponseWriter answers, ILogger<InvoiceDownload> logger)
{
    private static readonly RightMark Mark = new([Right.Billing], SelfArgument: null);

    public static void Map(IEndpointRouteBuilder app) => app.MapMethods(
        "/invoices/{organizationId}/{number}.pdf", [HttpMethods.Get, HttpMethods.Head, HttpMethods.Options],
        app.ForPages(context => context.RequestServices.GetRequiredService<InvoiceDownload>().HandleAsync(context)));

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            await SendAsync(context, await FindAsync(context));
        }
        catch (ApiException refusal)
        {
            if (refusal.Code == ApiErrorCode.Unauthenticated) context.Response.Headers.WWWAuthenticate = "Bearer";
            await answers.WriteErrorAsync(context, MediaTypes.Json, StatusOf(refusal), refusal);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: nobody is left to answer.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            var traceId = OperationRunner.TraceIdOf(context.TraceIdentifier);
            LogFailure(logger, failure, traceId);
            await answers.WriteFailureAsync(context, MediaTypes.Json, failure, traceId);
        }
    }

    /// <exception cref="ApiException">The caller may not have it, or there is none.</exception>
    private async Task<InvoiceFile> FindAsync(HttpContext context)
    {
        var caller = await callers.CallerOfAsync(context.Request)
            ?? throw new ApiException(ApiErrorCode.Unauthenticated, "Send a valid token: Authorization: Bearer …");
        var id = (string?)context.Request.RouteValues["organizationId"];
        if (!OrganizationArgument.IsPlausible(id) || await organizations.FindAsync(id, context.RequestAborted) is not OrganizationView organization)
            throw NotFoundException.Organization;
        switch (AccessDecision.Decide(Mark, caller, writes: false, FieldGuard.RightsOf(caller, organization), isSelf: false))
        {
            case Access.Hidden: throw NotFoundException.Organization;
            case Access.Forbidden: throw new ForbiddenException();
        }

        var invoice = organization.State.FindInvoice((string?)context.Request.RouteValues["number"] ?? "") ?? throw new NotFoundException("invoice");
        var documents = context.RequestServices.GetRequiredService<IInvoiceDocuments>();
        return new(invoice.NumberText, documents.Render(invoice, organization.State));
    }

    private static async Task SendAsync(HttpContext context, InvoiceFile file)
    {
        var response = context.Response;
        response.ContentType = MediaTypeNames.Application.Pdf;
        response.ContentLength = file.Content.Length;
        response.Headers.ContentDisposition = $"inline; filename=\"invoice-{file.Number}.pdf\"";
        response.Headers.CacheControl = "private, no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (HttpMethods.IsGet(context.Request.Method)) await response.Body.WriteAsync(file.Content, context.RequestAborted);
    }

    private static int StatusOf(ApiException refusal) => refusal.Code switch
    {
        ApiErrorCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        ApiErrorCode.Forbidden => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status404NotFound,
    };

    [LoggerMessage(5111, LogLevel.Error, "An invoice's document could not be sent, trace {TraceId}")]
    private static partial void LogFailure(ILogger logger, Exception failure, string traceId);

    private sealed record InvoiceFile(string Number, byte[] Content);
}

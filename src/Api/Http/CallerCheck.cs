using Billing.Api.Security;
using Microsoft.AspNetCore.Http;

namespace Billing.Api.Http;

/// <summary>Finds out who sent a request: <c>Authorization: Bearer …</c>, once, and nothing else (no cookies, no query string).</summary>
internal sealed class CallerCheck(ITokenReader tokens)
{
    private const string Scheme = "Bearer ";

    public async Task<Caller?> CallerOfAsync(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? (await tokens.ReadAsync(header[Scheme.Length..].Trim())).Caller
            : null;
}

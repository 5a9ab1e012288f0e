using Billing.Api.Security;

namespace Billing.Api.Connections;

/// <summary>Who a connection belongs to, and until when.</summary>
internal sealed class BearerToken(ITokenReader tokens)
{
    private const string Scheme = "Bearer ";

    /// <param name="authorization">What follows <c>Authorization:</c>.</param>
    /// <exception cref="Contracts.UnavailableException">The token could be good, but whoever issued it cannot be asked now.</exception>
    public async Task<TokenVerdict> ReadAsync(string? authorization) =>
        authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await tokens.ReadAsync(authorization[Scheme.Length..].Trim())
            : TokenVerdict.Bad;
}

using Billing.Contracts;
using NodaTime;

namespace Billing.Api.Security;

/// <summary>What a token turned out to be.</summary>
/// <param name="Caller">Null where the token is not good.</param>
public sealed record TokenVerdict(Caller? Caller, Instant ExpiresAt)
{
    public static TokenVerdict Bad { get; } = new(null, Instant.MinValue);
}

public interface ITokenReader
{
    /// <exception cref="UnavailableException">The token could be good, but whoever issued it cannot be asked for his keys now.</exception>
    Task<TokenVerdict> ReadAsync(string token);
}

/// <summary>Tokens of several issuers: good where one of them finds it good. Each accepts its own keys and algorithms only, so that none can be
/// taken for another's.</summary>
internal sealed class TokensOfEither(IReadOnlyList<ITokenReader> readers) : ITokenReader
{
    public async Task<TokenVerdict> ReadAsync(string token)
    {
        foreach (var reader in readers)
        {
            if (await reader.ReadAsync(token) is { Caller: not null } good)
            {
                return good;
            }
        }
        return TokenVerdict.Bad;
    }
}

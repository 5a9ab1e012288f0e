using Billing.Api.Errors;

namespace Billing.Api.Limits;

/// <summary>The caller has sent more than is his share.</summary>
/// <param name="retryAfter">When it is worth another try.</param>
internal sealed class RateLimitedException(string message, TimeSpan retryAfter) : ApiException(ApiErrorCode.RateLimited, message)
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}

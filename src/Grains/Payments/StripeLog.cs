using Microsoft.Extensions.Logging;

namespace Billing.Grains.Payments;

/// <summary>The adapter's log, events 23xx. Ids and codes only (D11): no payment method, no key, no message of Stripe's, no exception
/// (its text quotes bodies).</summary>
internal static partial class StripeLog
{
    [LoggerMessage(2301, LogLevel.Debug, "Stripe did {Operation} for {Subject}")]
    public static partial void Done(ILogger logger, string operation, string subject);

    [LoggerMessage(2302, LogLevel.Information, "Stripe declined {Operation} for {Subject}: {Code}, {DeclineCode}")]
    public static partial void Declined(ILogger logger, string operation, string subject, string? code, string? declineCode);

    [LoggerMessage(2303, LogLevel.Information, "Stripe refused {Operation} for {Subject}, its state is another one: {Code}")]
    public static partial void WrongState(ILogger logger, string operation, string subject, string? code);

    [LoggerMessage(2304, LogLevel.Error, "Stripe refused {Operation} for {Subject}, ours to mend: {Code}")]
    public static partial void Misconfigured(ILogger logger, string operation, string subject, string? code);

    [LoggerMessage(2305, LogLevel.Information, "Stripe is busy with {Operation} for {Subject}, again in {DelaySeconds} s, same key")]
    public static partial void Retrying(ILogger logger, string operation, string subject, int delaySeconds);

    [LoggerMessage(2306, LogLevel.Warning, "Stripe stays busy with {Operation} for {Subject}: {Code}")]
    public static partial void Busy(ILogger logger, string operation, string subject, string? code);

    [LoggerMessage(2307, LogLevel.Warning, "Nobody knows what became of {Operation} for {Subject}: {Code}")]
    public static partial void Unknown(ILogger logger, string operation, string subject, string? code);

    [LoggerMessage(2308, LogLevel.Warning, "Stripe lists {Id} for {Subject}, which cannot be read and so is none of ours")]
    public static partial void Skipped(ILogger logger, string id, string subject);
}

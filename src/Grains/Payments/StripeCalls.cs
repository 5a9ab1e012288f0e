using System.Net;
using Billing.Domain.Payments;
using Billing.Grains.Telemetry;
using Microsoft.Extensions.Logging;
using Stripe;

namespace Billing.Grains.Payments;

/// <summary>Makes one call after the table of reliability.md (Charging): bounded retries of 409 and 429 under the same key, every failure
/// an answer.</summary>
internal sealed class StripeCalls(TimeProvider time, ILogger logger)
{
    /// <summary>Codes of ours, beside Stripe's.</summary>
    public const string TimedOut = "timed_out";
    public const string ConnectionFailed = "connection_failed";
    public const string Unreadable = "unreadable";

    private static readonly TimeSpan TimeoutOfOneTry = TimeSpan.FromSeconds(20);
    private static readonly int[] RetryDelaysInSeconds = [1, 2, 4, 8];

    /// <param name="operation">What is done, in words, for the log.</param>
    /// <param name="subject">The id it is done to or for, for the log: never a payment method.</param>
    /// <param name="key">The idempotency key, the same on every try; null for a read.</param>
    /// <param name="read">Makes the value of the answer; null when the body is not what it should be, and then nothing is known.</param>
    public async Task<ProviderAnswer<TView>> RunAsync<TEntity, TView>(
        string operation,
        string subject,
        string? key,
        Func<RequestOptions, CancellationToken, Task<TEntity>> send,
        Func<TEntity, TView?> read)
        where TView : class
    {
        using var span = GrainTraces.Stripe(operation, subject);
        for (var retries = 0; ; retries++)
        {
            var answer = await TryOnceAsync(key, send, read);
            if (answer.Kind != AnswerKind.Busy || retries == RetryDelaysInSeconds.Length)
            {
                span.End(answer.Kind == AnswerKind.Done ? null : answer.Kind.ToString());
                return Logged(answer, operation, subject);
            }

            var delay = RetryDelaysInSeconds[retries];
            StripeLog.Retrying(logger, operation, subject, delay);
            await Task.Delay(TimeSpan.FromSeconds(delay), time);
        }
    }

    /// <summary>An answer that needs no call: Stripe could only refuse it.</summary>
    public ProviderAnswer<TView> Misconfigured<TView>(string operation, string subject, string code)
        where TView : class => Logged(new ProviderAnswer<TView>(AnswerKind.Misconfigured, Code: code), operation, subject);

    /// <summary>An answer that came, but says nothing certain.</summary>
    public ProviderAnswer<TView> Unknown<TView>(string operation, string subject, string code)
        where TView : class => Logged(new ProviderAnswer<TView>(AnswerKind.Unknown, Code: code), operation, subject);

    private async Task<ProviderAnswer<TView>> TryOnceAsync<TEntity, TView>(
        string? key, Func<RequestOptions, CancellationToken, Task<TEntity>> send, Func<TEntity, TView?> read)
        where TView : class
    {
        using var timeout = new CancellationTokenSource(TimeoutOfOneTry, time);
        try
        {
            var entity = await send(new RequestOptions { IdempotencyKey = key }, timeout.Token);
            return read(entity) is { } view ? new(AnswerKind.Done, view) : new(AnswerKind.Unknown, Code: Unreadable);
        }
        catch (StripeException exception)
        {
            return AnswerTo<TView>(exception);
        }
        catch (OperationCanceledException)
        {
            return new(AnswerKind.Unknown, Code: TimedOut);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new(AnswerKind.Unknown, Code: ConnectionFailed);
        }
#pragma warning disable CA1031 // A body of other things than expected raises anything in the client's converters: the outcome is unknown.
        catch (Exception)
#pragma warning restore CA1031
        {
            return new(AnswerKind.Unknown, Code: Unreadable);
        }
    }

    private static ProviderAnswer<TView> AnswerTo<TView>(StripeException exception)
        where TView : class
    {
        var error = exception.StripeError;
        var code = StripeText.CodeOrNull(error?.Code) ?? StripeText.CodeOrNull(error?.Type);
        var kind = KindOf(exception.HttpStatusCode, error?.Type, error?.Code);
        return new(
            kind,
            kind == AnswerKind.Declined ? StripeViews.Intent(error?.PaymentIntent) as TView : null,
            code ?? $"http_{(int)exception.HttpStatusCode}",
            StripeText.CodeOrNull(error?.DeclineCode),
            StripeText.Redact(error?.Message))
        {
            IsStored = exception.StripeResponse?.Headers?.TryGetValues("Idempotent-Replayed", out var replayed) == true && replayed.Contains("true"),
        };
    }

    /// <summary>The rows of the table. A refusal counts only where Stripe's own error says so: what a proxy made up is unknown.</summary>
    private static AnswerKind KindOf(HttpStatusCode status, string? type, string? code) => (int)status switch
    {
        409 or 429 => AnswerKind.Busy,
        408 or 424 => AnswerKind.Unknown, // Timed out, or failed behind Stripe: either may have happened.
        < 400 or >= 500 => AnswerKind.Unknown,
        _ when type is null => AnswerKind.Unknown,
        402 when type == "card_error" => AnswerKind.Declined,
        400 when code is "payment_intent_unexpected_state" or "setup_intent_unexpected_state" or "charge_already_refunded" =>
            AnswerKind.WrongState,
        _ => AnswerKind.Misconfigured,
    };

    private ProviderAnswer<TView> Logged<TView>(ProviderAnswer<TView> answer, string operation, string subject)
        where TView : class
    {
        switch (answer.Kind)
        {
            case AnswerKind.Done: StripeLog.Done(logger, operation, subject); break;
            case AnswerKind.Declined: StripeLog.Declined(logger, operation, subject, answer.Code, answer.DeclineCode); break;
            case AnswerKind.WrongState: StripeLog.WrongState(logger, operation, subject, answer.Code); break;
            case AnswerKind.Misconfigured: StripeLog.Misconfigured(logger, operation, subject, answer.Code); break;
            case AnswerKind.Busy: StripeLog.Busy(logger, operation, subject, answer.Code); break;
            default: StripeLog.Unknown(logger, operation, subject, answer.Code); break;
        }

        return answer;
    }
}

namespace Billing.Api.Http;

/// <summary>Takes the payment provider's hints. It checks the signature over the raw bytes first, and stores the event's id before it returns.</summary>
public interface IWebhookReceiver
{
    /// <param name="signature">The <c>Stripe-Signature</c> header.</param>
    /// <returns>False where the signature or the body is not good: the sender gets 400.</returns>
    Task<bool> AcceptAsync(ReadOnlyMemory<byte> body, string signature);
}

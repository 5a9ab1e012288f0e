using Billing.StripeSimulator.Http;
using Billing.StripeSimulator.Persistence;

namespace Billing.StripeSimulator.Events;

internal static class EventRules
{
    /// <summary>Notes what happened, with the object as it is now. Webhooks go out after the call is in the log.</summary>
    public static void Emit(Call call, string type, Resource resource) => call.Put(new Event
    {
        Id = Call.NewId("evt"),
        Created = call.Now,
        ApiVersion = call.ApiVersion,
        Data = new(Json.Element(resource)),
        PendingWebhooks = 1,
        Request = new(call.RequestId, call.IdempotencyKey),
        Type = type,
    });
}

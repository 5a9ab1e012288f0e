using System.Text.Json.Serialization;
using Billing.StripeSimulator.PaymentIntents;
using Billing.StripeSimulator.PaymentMethods;
using Billing.StripeSimulator.SetupIntents;

namespace Billing.StripeSimulator.Http;

/// <summary>Stripe's error object: what the call was refused for, with the object as it is now where that helps.</summary>
internal sealed record Error
{
    /// <summary><c>card_error</c>, <c>invalid_request_error</c>, <c>idempotency_error</c> or <c>api_error</c>.</summary>
    public required string Type { get; init; }

    public required string Message { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeclineCode { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Param { get; init; }

    /// <summary>The id of the failed charge.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Charge { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentMethod? PaymentMethod { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentIntent? PaymentIntent { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SetupIntent? SetupIntent { get; init; }
}

internal sealed record ErrorBody(Error Error);

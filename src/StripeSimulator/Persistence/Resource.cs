using System.Text.Json.Serialization;
using Billing.StripeSimulator.Customers;
using Billing.StripeSimulator.Events;
using Billing.StripeSimulator.PaymentIntents;
using Billing.StripeSimulator.PaymentMethods;
using Billing.StripeSimulator.Refunds;
using Billing.StripeSimulator.SetupIntents;

namespace Billing.StripeSimulator.Persistence;

/// <summary>An object of Stripe's API. What is stored is what is answered: the properties are Stripe's fields, and a few begin with
/// <c>simulator_</c>, which clients ignore. Immutable: a change is a new record of the same id.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(Customer), "customer")]
[JsonDerivedType(typeof(PaymentMethod), "payment_method")]
[JsonDerivedType(typeof(SetupIntent), "setup_intent")]
[JsonDerivedType(typeof(PaymentIntent), "payment_intent")]
[JsonDerivedType(typeof(Charge), "charge")]
[JsonDerivedType(typeof(Refund), "refund")]
[JsonDerivedType(typeof(Event), "event")]
internal abstract record Resource
{
    public required string Id { get; init; }

    public abstract string Object { get; }

    /// <summary>Unix seconds.</summary>
    public required long Created { get; init; }
}

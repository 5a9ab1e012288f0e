using Billing.StripeSimulator.Customers;
using Billing.StripeSimulator.Events;
using Billing.StripeSimulator.Http;
using Billing.StripeSimulator.PaymentMethods;
using Microsoft.AspNetCore.Routing;

namespace Billing.StripeSimulator.PaymentIntents;

internal static class PaymentIntentEndpoints
{
    private const string Noun = "payment_intent";

    private static readonly string[] CancellationReasons = ["duplicate", "fraudulent", "requested_by_customer", "abandoned"];

    private static readonly string[] Cancelable =
        [IntentStatus.RequiresPaymentMethod, IntentStatus.RequiresConfirmation, IntentStatus.RequiresAction];

    public static void Map(IEndpointRouteBuilder routes, Gateway gateway)
    {
        gateway.Post(routes, "/v1/payment_intents", Create);
        gateway.Get(routes, "/v1/payment_intents", List);
        gateway.Get(routes, "/v1/payment_intents/{id}", call => Answer.Of(call.Get<PaymentIntent>(Noun)));
        gateway.Post(routes, "/v1/payment_intents/{id}/confirm", call => Confirmation.Confirm(call, call.Get<PaymentIntent>(Noun)));
        gateway.Post(routes, "/v1/payment_intents/{id}/cancel", Cancel);
        gateway.Get(routes, "/v1/charges", ListCharges);
        gateway.Get(routes, "/v1/charges/{id}", call => Answer.Of(call.Get<Charge>("charge")));
        gateway.Play(routes, "/_simulator/payment_intents/{id}/authenticate", call => Confirmation.Authenticate(call, call.Get<PaymentIntent>(Noun)));
        gateway.Play(routes, "/_simulator/payment_intents/{id}/settle", call => Confirmation.Settle(call, call.Get<PaymentIntent>(Noun)));
    }

    private static Answer Create(Call call)
    {
        var currency = AmountLimits.Currency(call.Form);
        var amount = AmountLimits.Amount(call.Form, currency);
        var allowed = CardsOnly.Check(call);
        if (call.Form.Text("capture_method") == "manual")
        {
            throw Refusal.BadParameter("payment_intent_invalid_parameter", "capture_method", "The simulator captures automatically only.");
        }

        var customer = call.Form.Text("customer");
        if (customer is not null && call.Find<Customer>(customer) is null)
        {
            throw Refusal.Missing("customer", customer, "customer");
        }

        var method = call.Form.Text("payment_method") is { } named ? Confirmation.UsableMethod(call, named, customer) : null;
        var id = Call.NewId("pi");
        var intent = call.Put(new PaymentIntent
        {
            Id = id,
            Created = call.Now,
            AllowedPaymentMethodTypes = allowed,
            Amount = amount,
            ClientSecret = $"{id}_secret_{Call.NewToken(25)}",
            Currency = currency,
            Customer = customer,
            Description = call.Form.Text("description"),
            Metadata = call.Form.Metadata(),
            PaymentMethod = method?.Id,
            ReceiptEmail = call.Form.Text("receipt_email"),
            SetupFutureUsage = call.Form.Text("setup_future_usage"),
            Status = method is null ? IntentStatus.RequiresPaymentMethod : IntentStatus.RequiresConfirmation,
        });
        if (!call.Form.Flag("confirm") && call.Form.Flag("off_session"))
        {
            throw Refusal.BadParameter("payment_intent_invalid_parameter", "off_session", "You cannot set off_session without confirm=true.");
        }

        // Naming the method again would make a second one of a test card.
        return call.Form.Flag("confirm") ? Confirmation.Confirm(call, intent, method) : Answer.Of(intent);
    }

    private static Answer List(Call call)
    {
        var customer = call.Form.Text("customer");
        return Listing.Page<PaymentIntent>(call, "/v1/payment_intents", Noun, intent => customer is null || intent.Customer == customer);
    }

    private static Answer ListCharges(Call call)
    {
        var (customer, intent) = (call.Form.Text("customer"), call.Form.Text("payment_intent"));
        return Listing.Page<Charge>(call, "/v1/charges", "charge", charge =>
            (customer is null || charge.Customer == customer) && (intent is null || charge.PaymentIntent == intent));
    }

    private static Answer Cancel(Call call)
    {
        var intent = call.Get<PaymentIntent>(Noun);
        var reason = call.Form.Text("cancellation_reason");
        if (reason is not null && !CancellationReasons.Contains(reason))
        {
            throw Refusal.BadParameter("parameter_invalid_string", "cancellation_reason",
                $"Invalid cancellation_reason: must be one of {string.Join(", ", CancellationReasons)}.");
        }

        if (!Cancelable.Contains(intent.Status))
        {
            throw Confirmation.WrongState(intent, $"You cannot cancel this PaymentIntent because it has a status of {intent.Status}. "
                + $"Only a PaymentIntent with one of the following statuses may be canceled: {string.Join(", ", Cancelable)}.");
        }

        var canceled = call.Put(intent with
        {
            Status = IntentStatus.Canceled,
            CanceledAt = call.Now,
            CancellationReason = reason,
            NextAction = null,
            SimulatorConfirmKey = null,
        });
        EventRules.Emit(call, "payment_intent.canceled", canceled);
        return Answer.Of(canceled);
    }
}

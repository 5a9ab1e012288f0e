using Billing.StripeSimulator.Customers;
using Billing.StripeSimulator.Events;
using Billing.StripeSimulator.Http;
using Billing.StripeSimulator.PaymentIntents;
using Billing.StripeSimulator.PaymentMethods;
using Microsoft.AspNetCore.Routing;

namespace Billing.StripeSimulator.SetupIntents;

internal static class SetupIntentEndpoints
{
    private const string Noun = "setupintent";

    public static void Map(IEndpointRouteBuilder routes, Gateway gateway)
    {
        gateway.Post(routes, "/v1/setup_intents", Create);
        gateway.Get(routes, "/v1/setup_intents/{id}", call => Answer.Of(call.Get<SetupIntent>(Noun)));
        gateway.Post(routes, "/v1/setup_intents/{id}/confirm", call => Confirm(call, call.Get<SetupIntent>(Noun)));
        gateway.Play(routes, "/_simulator/setup_intents/{id}/authenticate", Authenticate);
    }

    private static Answer Create(Call call)
    {
        var customer = call.Form.Text("customer");
        if (customer is not null && call.Find<Customer>(customer) is null)
        {
            throw Refusal.Missing("customer", customer, "customer");
        }

        var allowed = CardsOnly.Check(call);
        var method = call.Form.Text("payment_method") is { } named ? PaymentMethodRules.Resolve(call, named, "payment_method") : null;
        var id = Call.NewId("seti");
        var intent = call.Put(new SetupIntent
        {
            Id = id,
            Created = call.Now,
            AllowedPaymentMethodTypes = allowed,
            ClientSecret = $"{id}_secret_{Call.NewToken(25)}",
            Customer = customer,
            Description = call.Form.Text("description"),
            Metadata = call.Form.Metadata(),
            PaymentMethod = method?.Id,
            Status = method is null ? "requires_payment_method" : "requires_confirmation",
            Usage = call.Form.Text("usage") ?? "off_session",
        });
        return call.Form.Flag("confirm") ? Confirm(call, intent) : Answer.Of(intent);
    }

    private static Answer Confirm(Call call, SetupIntent intent)
    {
        if (intent.Status == "succeeded")
        {
            throw WrongState(intent, "You cannot confirm this SetupIntent because it has already succeeded.");
        }

        var id = call.Form.Text("payment_method") ?? intent.PaymentMethod
            ?? throw WrongState(intent, "You cannot confirm this SetupIntent because it's missing a payment method.");
        var method = PaymentMethodRules.Resolve(call, id, "payment_method");
        var card = PaymentMethodRules.CardOf(method);
        if (card.OnAttach is { } refusal)
        {
            return Fail(call, intent, 402, PaymentMethodRules.Declined(refusal) with { PaymentMethod = method });
        }

        return card.Behavior == ChargeBehavior.AsksCardholder
            ? Answer.Of(call.Put(intent with
            {
                Status = "requires_action",
                PaymentMethod = method.Id,
                LastSetupError = null,
                NextAction = NextAction.For(call.Form.Text("return_url"), $"{call.Origin}/_simulator/setup_intents/{intent.Id}"),
            }))
            : Succeed(call, intent, method);
    }

    private static Answer Authenticate(Call call)
    {
        var intent = call.Get<SetupIntent>(Noun);
        if (intent.Status != "requires_action")
        {
            throw WrongState(intent, $"This SetupIntent waits for no cardholder: its status is {intent.Status}.");
        }

        _ = call.Form.RequiredText("succeed");
        var method = call.Find<PaymentMethod>(intent.PaymentMethod!)!;
        if (call.Form.Flag("succeed"))
        {
            return Succeed(call, intent, method);
        }

        _ = Fail(call, intent, 400, new Error
        {
            Type = "invalid_request_error",
            Code = "setup_intent_authentication_failure",
            Message = "The provided PaymentMethod has failed authentication. "
                + "You can provide a new PaymentMethod to attempt to fulfill this SetupIntent again.",
            PaymentMethod = method,
        });
        return Answer.Of(call.Find<SetupIntent>(intent.Id)!);
    }

    private static Answer Succeed(Call call, SetupIntent intent, PaymentMethod method)
    {
        if (intent.Customer is { } customer)
        {
            _ = PaymentMethodRules.Attach(call, method.Id, customer);
        }

        var done = call.Put(intent with { Status = "succeeded", PaymentMethod = method.Id, LastSetupError = null, NextAction = null });
        EventRules.Emit(call, "setup_intent.succeeded", done);
        return Answer.Of(done);
    }

    private static Answer Fail(Call call, SetupIntent intent, int status, Error error)
    {
        var failed = call.Put(intent with { Status = "requires_payment_method", PaymentMethod = null, LastSetupError = error, NextAction = null });
        EventRules.Emit(call, "setup_intent.setup_failed", failed);
        return Answer.Of(status, error with { SetupIntent = failed });
    }

    private static Refusal WrongState(SetupIntent intent, string message) => Refusal.WrongState(new Error
    {
        Type = "invalid_request_error", Code = "setup_intent_unexpected_state", Message = message, SetupIntent = intent,
    });
}

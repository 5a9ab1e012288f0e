using Billing.StripeSimulator.Events;
using Billing.StripeSimulator.Http;
using Billing.StripeSimulator.PaymentMethods;

namespace Billing.StripeSimulator.PaymentIntents;

/// <summary>The state machine of a payment intent from its confirmation on. Each attempt that reaches the bank makes a charge.</summary>
internal static class Confirmation
{
    /// <param name="chosen">The method when the caller has looked it up already.</param>
    public static Answer Confirm(Call call, PaymentIntent intent, PaymentMethod? chosen = null)
    {
        RequireConfirmable(intent);
        var method = chosen ?? UsableMethod(call, call.Form.Text("payment_method") ?? intent.PaymentMethod
            ?? throw WrongState(intent, "You cannot confirm this PaymentIntent because it's missing a payment method. "
                + "You can either update the PaymentIntent with a payment method and then confirm it again, "
                + "or confirm it again directly with a payment method."), intent.Customer);
        var offSession = call.Form.Flag("off_session");
        var card = PaymentMethodRules.CardOf(method);
        return card.Behavior switch
        {
            ChargeBehavior.IsRefused => Decline(call, intent, method, card.OnCharge!, call.IdempotencyKey),
            ChargeBehavior.AsksCardholder when offSession => Decline(call, intent, method, CardRefusal.AuthenticationRequired, call.IdempotencyKey),
            ChargeBehavior.AsksCardholder => AskCardholder(call, intent, method),
            ChargeBehavior.Pends => Pend(call, intent, method),
            _ => Answer.Of(Succeed(call, intent, method, NewCharge(call, intent, method, call.IdempotencyKey))),
        };
    }

    /// <summary>The cardholder's answer to 3-D Secure.</summary>
    public static Answer Authenticate(Call call, PaymentIntent intent)
    {
        if (intent.Status != IntentStatus.RequiresAction)
        {
            throw WrongState(intent, $"This PaymentIntent waits for no cardholder: its status is {intent.Status}.");
        }

        _ = call.Form.RequiredText("succeed");
        var method = call.Find<PaymentMethod>(intent.PaymentMethod!)!;
        return Answer.Of(call.Form.Flag("succeed")
            ? Succeed(call, intent, method, NewCharge(call, intent, method, intent.SimulatorConfirmKey))
            : Fail(call, intent, intent.LatestCharge, new Error
            {
                Type = "invalid_request_error",
                Code = "payment_intent_authentication_failure",
                Message = "The provided PaymentMethod has failed authentication. "
                    + "You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.",
                PaymentMethod = method,
            }));
    }

    /// <summary>The bank's late answer to a charge that was processing.</summary>
    public static Answer Settle(Call call, PaymentIntent intent)
    {
        if (intent.Status != IntentStatus.Processing)
        {
            throw WrongState(intent, $"This PaymentIntent waits for no bank: its status is {intent.Status}.");
        }

        _ = call.Form.RequiredText("succeed");
        var charge = call.Find<Charge>(intent.LatestCharge!)!;
        var method = call.Find<PaymentMethod>(intent.PaymentMethod!)!;
        if (call.Form.Flag("succeed"))
        {
            return Answer.Of(Succeed(call, intent, method, charge));
        }

        _ = call.Put(Failed(charge, CardRefusal.Generic));
        return Answer.Of(Fail(call, intent, charge.Id,
            PaymentMethodRules.Declined(CardRefusal.Generic) with { Charge = charge.Id, PaymentMethod = method }));
    }

    /// <summary>A method that may pay for the customer: theirs, or nobody's.</summary>
    public static PaymentMethod UsableMethod(Call call, string id, string? customer)
    {
        var method = PaymentMethodRules.Resolve(call, id, "payment_method");
        return method.Customer is null || method.Customer == customer ? method : throw Refusal.WrongState(new Error
        {
            Type = "invalid_request_error",
            Param = "payment_method",
            Message = customer is null
                ? "The provided PaymentMethod cannot be used: it belongs to a Customer. "
                    + "Please include the Customer in the `customer` parameter on the PaymentIntent."
                : "The provided PaymentMethod does not belong to the Customer of this PaymentIntent.",
        });
    }

    /// <summary>400 with the intent as it is: it has moved already.</summary>
    public static Refusal WrongState(PaymentIntent intent, string message) => Refusal.WrongState(new Error
    {
        Type = "invalid_request_error", Code = "payment_intent_unexpected_state", Message = message, PaymentIntent = intent,
    });

    private static void RequireConfirmable(PaymentIntent intent)
    {
        if (intent.Status == IntentStatus.Succeeded)
        {
            throw WrongState(intent, "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.");
        }

        if (intent.Status is IntentStatus.Processing or IntentStatus.Canceled)
        {
            throw WrongState(intent, $"You cannot confirm this PaymentIntent because it has a status of {intent.Status}. Only a PaymentIntent "
                + "with one of the following statuses may be confirmed: requires_payment_method, requires_confirmation, requires_action.");
        }
    }

    private static PaymentIntent Succeed(Call call, PaymentIntent intent, PaymentMethod method, Charge charge)
    {
        _ = call.Put(charge with { Status = Charge.Succeeded, AmountCaptured = charge.Amount, Outcome = ChargeOutcome.Authorized });
        var paid = call.Put(intent with
        {
            Status = IntentStatus.Succeeded,
            AmountReceived = intent.Amount,
            PaymentMethod = method.Id,
            LatestCharge = charge.Id,
            LastPaymentError = null,
            NextAction = null,
            SimulatorConfirmKey = null,
        });
        EventRules.Emit(call, "payment_intent.succeeded", paid);
        return paid;
    }

    private static Answer Decline(Call call, PaymentIntent intent, PaymentMethod method, CardRefusal refusal, string? key)
    {
        var charge = call.Put(Failed(NewCharge(call, intent, method, key), refusal));
        var error = PaymentMethodRules.Declined(refusal) with { Charge = charge.Id, PaymentMethod = method };
        var failed = Fail(call, intent, charge.Id, error);
        return Answer.Of(402, error with { PaymentIntent = failed });
    }

    private static PaymentIntent Fail(Call call, PaymentIntent intent, string? charge, Error error)
    {
        var failed = call.Put(intent with
        {
            Status = IntentStatus.RequiresPaymentMethod,
            PaymentMethod = null,
            LatestCharge = charge,
            LastPaymentError = error,
            NextAction = null,
            SimulatorConfirmKey = null,
        });
        EventRules.Emit(call, "payment_intent.payment_failed", failed);
        return failed;
    }

    private static Answer AskCardholder(Call call, PaymentIntent intent, PaymentMethod method)
    {
        var asking = call.Put(intent with
        {
            Status = IntentStatus.RequiresAction,
            PaymentMethod = method.Id,
            LastPaymentError = null,
            NextAction = NextAction.For(call.Form.Text("return_url"), $"{call.Origin}/_simulator/payment_intents/{intent.Id}"),
            SimulatorConfirmKey = call.IdempotencyKey,
        });
        EventRules.Emit(call, "payment_intent.requires_action", asking);
        return Answer.Of(asking);
    }

    private static Answer Pend(Call call, PaymentIntent intent, PaymentMethod method)
    {
        var charge = call.Put(NewCharge(call, intent, method, call.IdempotencyKey));
        var pending = call.Put(intent with
        {
            Status = IntentStatus.Processing,
            PaymentMethod = method.Id,
            LatestCharge = charge.Id,
            LastPaymentError = null,
            NextAction = null,
        });
        EventRules.Emit(call, "payment_intent.processing", pending);
        return Answer.Of(pending);
    }

    private static Charge Failed(Charge charge, CardRefusal refusal) => charge with
    {
        Status = Charge.Failed,
        FailureCode = refusal.Code,
        FailureMessage = refusal.Message,
        Outcome = ChargeOutcome.Declined(refusal),
    };

    private static Charge NewCharge(Call call, PaymentIntent intent, PaymentMethod method, string? key) => new()
    {
        Id = Call.NewId("ch"),
        Created = call.Now,
        Amount = intent.Amount,
        AmountCaptured = 0,
        Currency = intent.Currency,
        Customer = intent.Customer,
        Metadata = intent.Metadata,
        Outcome = ChargeOutcome.Pending,
        PaymentIntent = intent.Id,
        PaymentMethod = method.Id,
        PaymentMethodDetails = new(method.Card),
        Status = Charge.Pending,
        SimulatorIdempotencyKey = key,
    };
}

using Billing.StripeSimulator.Events;
using Billing.StripeSimulator.Http;
using Billing.StripeSimulator.PaymentIntents;
using Microsoft.AspNetCore.Routing;

namespace Billing.StripeSimulator.Refunds;

internal static class RefundEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Gateway gateway)
    {
        gateway.Post(routes, "/v1/refunds", Create);
        gateway.Get(routes, "/v1/refunds", List);
        gateway.Get(routes, "/v1/refunds/{id}", call => Answer.Of(call.Get<Refund>("refund")));
    }

    private static Answer Create(Call call)
    {
        var charge = ChargeToRefund(call);
        var remaining = charge.Amount - charge.AmountRefunded;
        if (remaining == 0)
        {
            throw new Refusal(400, new Error
            {
                Type = "invalid_request_error", Code = "charge_already_refunded", Message = $"Charge {charge.Id} has already been refunded.",
            });
        }

        var amount = call.Form.Integer("amount") ?? remaining;
        if (amount < 1)
        {
            throw Refusal.BadParameter("parameter_invalid_integer", "amount", "This value must be greater than or equal to 1.");
        }

        if (amount > remaining)
        {
            throw new Refusal(400, new Error
            {
                Type = "invalid_request_error", Param = "amount",
                Message = $"Refund amount ({amount} {charge.Currency}) is greater than unrefunded amount on charge ({remaining} {charge.Currency})",
            });
        }

        var refund = call.Put(new Refund
        {
            Id = Call.NewId("re"),
            Created = call.Now,
            Amount = amount,
            Charge = charge.Id,
            Currency = charge.Currency,
            Metadata = call.Form.Metadata(),
            PaymentIntent = charge.PaymentIntent,
            Reason = call.Form.Text("reason"),
        });
        EventRules.Emit(call, "charge.refunded", call.Put(charge with { AmountRefunded = charge.AmountRefunded + amount }));
        return Answer.Of(refund);
    }

    private static Charge ChargeToRefund(Call call)
    {
        if (call.Form.Text("charge") is { } chargeId)
        {
            var named = call.Find<Charge>(chargeId) ?? throw Refusal.Missing("charge", chargeId, "charge");
            return named.Paid ? named : throw NothingPaid(call.Find<PaymentIntent>(named.PaymentIntent)!);
        }

        var intentId = call.Form.RequiredText("payment_intent");
        var intent = call.Find<PaymentIntent>(intentId) ?? throw Refusal.Missing("payment_intent", intentId, "payment_intent");
        return intent.Status == IntentStatus.Succeeded ? call.Find<Charge>(intent.LatestCharge!)! : throw NothingPaid(intent);
    }

    private static Refusal NothingPaid(PaymentIntent intent) =>
        Confirmation.WrongState(intent, $"This PaymentIntent ({intent.Id}) does not have a successful charge to refund.");

    private static Answer List(Call call)
    {
        var (intent, charge) = (call.Form.Text("payment_intent"), call.Form.Text("charge"));
        return Listing.Page<Refund>(call, "/v1/refunds", "refund", refund =>
            (intent is null || refund.PaymentIntent == intent) && (charge is null || refund.Charge == charge));
    }
}

using Billing.StripeSimulator.Customers;
using Billing.StripeSimulator.Events;
using Billing.StripeSimulator.Http;
using Microsoft.AspNetCore.Routing;

namespace Billing.StripeSimulator.PaymentMethods;

internal static class PaymentMethodEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Gateway gateway)
    {
        gateway.Get(routes, "/v1/payment_methods", call =>
            ListOf(call, CustomerOf(call, call.Form.RequiredText("customer")), "/v1/payment_methods"));
        gateway.Get(routes, "/v1/payment_methods/{id}", call => Answer.Of(call.Get<PaymentMethod>("PaymentMethod")));
        gateway.Post(routes, "/v1/payment_methods/{id}/attach", call =>
            Answer.Of(PaymentMethodRules.Attach(call, call.Id, call.Form.RequiredText("customer"))));
        gateway.Post(routes, "/v1/payment_methods/{id}/detach", Detach);
    }

    public static Answer ListOf(Call call, string customer, string url) =>
        call.Form.Text("type") is not (null or "card")
            ? Listing.Page<PaymentMethod>(call, url, "PaymentMethod", _ => false)
            : Listing.Page<PaymentMethod>(call, url, "PaymentMethod", method => method.Customer == customer);

    private static string CustomerOf(Call call, string id) =>
        call.Find<Customer>(id)?.Id ?? throw Refusal.Missing("customer", id, "customer");

    private static Answer Detach(Call call)
    {
        var method = call.Get<PaymentMethod>("PaymentMethod");
        if (method.Customer is null)
        {
            throw Refusal.WrongState(new Error
            {
                Type = "invalid_request_error",
                Message = "The payment method you provided is not attached to a customer so detachment is impossible.",
            });
        }

        var detached = call.Put(method with { Customer = null, SimulatorDetached = true });
        EventRules.Emit(call, "payment_method.detached", detached);
        return Answer.Of(detached);
    }
}

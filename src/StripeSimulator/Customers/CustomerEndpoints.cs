using Billing.StripeSimulator.Http;
using Billing.StripeSimulator.PaymentMethods;
using Microsoft.AspNetCore.Routing;

namespace Billing.StripeSimulator.Customers;

internal static class CustomerEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Gateway gateway)
    {
        gateway.Post(routes, "/v1/customers", Create);
        gateway.Get(routes, "/v1/customers/{id}", call => Answer.Of(call.Get<Customer>("customer")));
        gateway.Get(routes, "/v1/customers/{id}/payment_methods", call =>
            PaymentMethodEndpoints.ListOf(call, call.Get<Customer>("customer").Id, $"/v1/customers/{call.Id}/payment_methods"));
    }

    private static Answer Create(Call call)
    {
        var customer = call.Put(new Customer
        {
            Id = Call.NewId("cus"),
            Created = call.Now,
            Description = call.Form.Text("description"),
            Email = call.Form.Text("email"),
            Name = call.Form.Text("name"),
            Metadata = call.Form.Metadata(),
        });
        if (call.Form.Text("payment_method") is { } method)
        {
            _ = PaymentMethodRules.Attach(call, method, customer.Id);
        }

        return Answer.Of(customer);
    }
}

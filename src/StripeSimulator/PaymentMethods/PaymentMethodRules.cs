using System.Security.Cryptography;
using System.Text;
using Billing.StripeSimulator.Customers;
using Billing.StripeSimulator.Events;
using Billing.StripeSimulator.Http;

namespace Billing.StripeSimulator.PaymentMethods;

internal static class PaymentMethodRules
{
    private const int YearsValid = 3;

    /// <summary>The payment method of an id. A test card's id makes a new one, as Stripe does; it belongs to nobody yet.</summary>
    /// <param name="parameter">The parameter that named it; null when the path did.</param>
    public static PaymentMethod Resolve(Call call, string id, string? parameter)
    {
        var method = TestCards.Find(id) is { } card ? New(call, card)
            : call.Find<PaymentMethod>(id) ?? throw Refusal.Missing("PaymentMethod", id, parameter);
        return method.SimulatorDetached
            ? throw Refuse("This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, "
                + "and may not be used again.")
            : method;
    }

    /// <summary>Attaches and so verifies a card. Attaching again to the same customer changes nothing.</summary>
    /// <exception cref="Refusal">402: the bank refuses the card; 400: it belongs to another customer.</exception>
    public static PaymentMethod Attach(Call call, string id, string customer)
    {
        _ = call.Find<Customer>(customer) ?? throw Refusal.Missing("customer", customer, "customer");
        var method = Resolve(call, id, parameter: null);
        if (method.Customer == customer)
        {
            return method;
        }

        if (method.Customer is not null)
        {
            throw Refuse("The payment method you provided has already been attached to a customer.");
        }

        if (CardOf(method).OnAttach is { } refusal)
        {
            throw new Refusal(402, Declined(refusal));
        }

        var attached = call.Put(method with { Customer = customer });
        EventRules.Emit(call, "payment_method.attached", attached);
        return attached;
    }

    public static TestCard CardOf(PaymentMethod method) => TestCards.Find(method.SimulatorCard)!;

    public static Error Declined(CardRefusal refusal) =>
        new() { Type = "card_error", Code = refusal.Code, DeclineCode = refusal.DeclineCode, Message = refusal.Message };

    private static Refusal Refuse(string message) =>
        new(400, new Error { Type = "invalid_request_error", Code = "payment_method_unexpected_state", Param = "payment_method", Message = message });

    private static PaymentMethod New(Call call, TestCard card) => call.Put(new PaymentMethod
    {
        Id = Call.NewId("pm"),
        Created = call.Now,
        SimulatorCard = card.Id,
        Card = new Card
        {
            Brand = card.Brand,
            Last4 = card.Last4,
            ExpMonth = 12,
            ExpYear = DateTimeOffset.FromUnixTimeSeconds(call.Now).Year + YearsValid,
            Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(card.Id)))[..16],
        },
    });
}

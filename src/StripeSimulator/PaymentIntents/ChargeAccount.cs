using Billing.StripeSimulator.Http;
using Billing.StripeSimulator.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Billing.StripeSimulator.PaymentIntents;

/// <summary>The independent account of what was paid: every charge that took money, oldest first.</summary>
internal static class ChargeAccount
{
    public static void Map(IEndpointRouteBuilder routes, Gateway gateway) =>
        routes.MapGet("/_simulator/charges", http => Wire.WriteAsync(http, Show(gateway.Read(TookMoney))));

    public static List<Charge> TookMoney(Store store)
    {
        var charges = store.NewestFirst<Charge>().Where(charge => charge.Paid).ToList();
        charges.Reverse();
        return charges;
    }

    private static Answer Show(List<Charge> charges) => Answer.Written(writer =>
    {
        writer.WriteStartArray();
        foreach (var charge in charges)
        {
            writer.WriteStartObject();
            writer.WriteString("id", charge.Id);
            writer.WriteNumber("amount", charge.Amount);
            writer.WriteString("currency", charge.Currency);
            writer.WriteString("customer", charge.Customer);
            writer.WriteNumber("created", charge.Created);
            writer.WriteString("idempotencyKey", charge.SimulatorIdempotencyKey);
            writer.WriteNumber("amountRefunded", charge.AmountRefunded);
            writer.WriteString("paymentIntent", charge.PaymentIntent);
            writer.WriteStartObject("metadata");
            foreach (var (key, value) in charge.Metadata)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}

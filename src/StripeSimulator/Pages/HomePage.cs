using System.Net;
using System.Text;
using Billing.StripeSimulator.Http;
using Billing.StripeSimulator.PaymentIntents;
using Billing.StripeSimulator.PaymentMethods;
using Billing.StripeSimulator.Persistence;
using Billing.StripeSimulator.SetupIntents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Billing.StripeSimulator.Pages;

/// <summary>What a person sees who opens the simulator's address: who waits for a cardholder, what was paid, which cards there are.</summary>
internal static class HomePage
{
    private const int NewestShown = 20;

    private const string Head = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>Stripe simulator</title>
        <style>
          body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
          table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #ddd; }
          code { background: #f4f4f4; padding: 0 .25rem; } form { display: inline; } td:empty { display: none; }
        </style>
        </head>
        <body>
        <h1>Stripe simulator</h1>
        <p>This program answers like Stripe's API, on this machine only. No card is charged and no money moves.</p>
        """;

    private const string Tail = """
        <h2>To break things on purpose</h2>
        <p><code>POST /_simulator/faults</code> with <code>{"next": 3, "kind": "timeout_after_effect"}</code> breaks the next three calls. Kinds:
        <code>timeout_after_effect</code>, <code>timeout_before_effect</code>, <code>hang_after_effect</code>, <code>hang_before_effect</code>,
        <code>http_500</code> (with <code>"after_effect": true</code> it takes effect), <code>http_429</code>, <code>delay_ms:250</code>. <code>"path"</code> and
        <code>"method"</code> choose the calls: <code>/v1/payment_intents/*/confirm</code>. <code>GET</code> shows what is left, <code>DELETE</code> ends it.</p>
        <p><code>POST /_simulator/webhooks</code> with <code>{"mode": "normal"}</code>, <code>drop</code>, <code>double</code> or <code>hold</code>;
        <code>POST /_simulator/webhooks/release</code> sends what was held, with <code>{"order": "reverse"}</code> the newest first.</p>
        <p><a href="/_simulator/charges">Every charge that took money</a></p>
        </body>
        </html>
        """;

    public static void Map(IEndpointRouteBuilder routes, Gateway gateway)
    {
        routes.MapGet("/", http => WriteAsync(http, gateway));

        // Where a 3-D Secure redirect leads: the page lists all who wait.
        routes.MapGet("/_simulator/payment_intents/{id}", http => WriteAsync(http, gateway));
        routes.MapGet("/_simulator/setup_intents/{id}", http => WriteAsync(http, gateway));
    }

    private static Task WriteAsync(HttpContext http, Gateway gateway)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(gateway.Read(Render), http.RequestAborted);
    }

    private static string Render(Store store)
    {
        var html = new StringBuilder(Head);
        AppendWaiting(html, store);
        AppendCharges(html, store);
        AppendCards(html);
        return html.Append(Tail).ToString();
    }

    private static void AppendWaiting(StringBuilder html, Store store)
    {
        html.Append("<h2>Play the cardholder</h2>");
        var empty = html.Length;
        foreach (var intent in store.NewestFirst<PaymentIntent>().Where(intent => intent.Status == IntentStatus.RequiresAction).Take(NewestShown))
        {
            AppendButtons(html, $"<code>{intent.Id}</code> asks for 3-D Secure: {intent.Amount} {intent.Currency}",
                $"/_simulator/payment_intents/{intent.Id}/authenticate", "Approve", "Fail");
        }

        foreach (var intent in store.NewestFirst<PaymentIntent>().Where(intent => intent.Status == IntentStatus.Processing).Take(NewestShown))
        {
            AppendButtons(html, $"<code>{intent.Id}</code> waits for the bank: {intent.Amount} {intent.Currency}",
                $"/_simulator/payment_intents/{intent.Id}/settle", "Pay", "Decline");
        }

        foreach (var intent in store.NewestFirst<SetupIntent>().Where(intent => intent.Status == "requires_action").Take(NewestShown))
        {
            AppendButtons(html, $"<code>{intent.Id}</code> asks for 3-D Secure to save a card",
                $"/_simulator/setup_intents/{intent.Id}/authenticate", "Approve", "Fail");
        }

        if (html.Length == empty)
        {
            html.Append("<p>Nobody waits. A charge of <code>pm_card_authenticationRequired</code> with the customer present would.</p>");
        }

        html.Append("<p>Or: <code>POST /_simulator/payment_intents/{id}/authenticate</code> with <code>{\"succeed\": true}</code>; ")
            .Append("<code>…/settle</code> for one that is processing.</p>");
    }

    private static void AppendButtons(StringBuilder html, string what, string action, string yes, string no) => html.Append(
        $"<p>{what} <form method=\"post\" action=\"{action}\"><button name=\"succeed\" value=\"true\">{yes}</button> "
        + $"<button name=\"succeed\" value=\"false\">{no}</button></form></p>");

    private static void AppendCharges(StringBuilder html, Store store)
    {
        html.Append("<h2>Newest charges</h2><table><tr><th>Charge</th><th>Amount</th><th>Status</th><th>Invoice</th></tr>");
        foreach (var charge in store.NewestFirst<Charge>().Take(NewestShown))
        {
            var invoice = charge.Metadata.GetValueOrDefault("invoiceNumber") ?? "–";
            var status = charge.FailureCode ?? (charge.AmountRefunded == 0 ? charge.Status : $"{charge.Status}, {charge.AmountRefunded} refunded");
            html.Append($"<tr><td><code>{charge.Id}</code></td><td>{charge.Amount} {charge.Currency}</td><td>{status}</td>")
                .Append($"<td>{WebUtility.HtmlEncode(invoice)}</td></tr>");
        }

        html.Append("</table>");
    }

    private static void AppendCards(StringBuilder html)
    {
        html.Append("<h2>Test cards</h2><table><tr><th>Payment method</th><th>What it does</th></tr>");
        foreach (var card in TestCards.All)
        {
            html.Append($"<tr><td><code>{card.Id}</code></td><td>{card.Does}{(card.IsOurs ? " (this simulator's own)" : "")}</td></tr>");
        }

        html.Append("</table>");
    }
}

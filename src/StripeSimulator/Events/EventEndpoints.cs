using Billing.StripeSimulator.Http;
using Microsoft.AspNetCore.Routing;

namespace Billing.StripeSimulator.Events;

internal static class EventEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Gateway gateway)
    {
        gateway.Get(routes, "/v1/events", List);
        gateway.Get(routes, "/v1/events/{id}", call =>
            call.Get<Event>("event") is var found && !found.IsExpired(call.Now) ? Answer.Of(found) : throw Refusal.Missing("event", call.Id));
    }

    /// <summary><c>type</c>, or several as <c>types[]</c>, narrow the list; <c>payment_intent.*</c> stands for all that begin so.</summary>
    private static Answer List(Call call)
    {
        var types = call.Form.List("types");
        if (call.Form.Text("type") is { } type)
        {
            types = types.Add(type);
        }

        return Listing.Page<Event>(call, "/v1/events", "event", candidate =>
            !candidate.IsExpired(call.Now) && (types.IsEmpty || types.Any(wanted => Matches(wanted, candidate.Type))));
    }

    private static bool Matches(string wanted, string type) =>
        wanted.EndsWith('*') ? type.StartsWith(wanted[..^1], StringComparison.Ordinal) : wanted == type;
}

using Billing.Contracts.Organizations;
using Billing.Domain.Organizations;
using Billing.Domain.Pricing;
using NodaTime;

namespace Billing.Grains.Organizations;

/// <summary>Previews and the timeline: priced by the rules of the real thing, on the state as it is now.</summary>
internal static class Pricing
{
    public static PreviewAnswer Answer(OrganizationBook book, PreviewOrder order)
    {
        var context = book.Context(Actor.System);
        var state = OrganizationRules.At(book.Committed, context);
        var result = order.Kind switch
        {
            PreviewKind.Seats => Previews.Seats(state, context, order.Seats!.Value, order.SeatType),
            PreviewKind.PlanChange => Previews.PlanChange(state, context, order.Plan!.Value),
            PreviewKind.Reduction => Previews.Reduction(state, context, order.Plan, order.Seats),
            PreviewKind.Upcoming => new PreviewResult(Previews.Upcoming(state, context), null),
            _ => throw new InvalidOperationException($"Nobody previews {order.Kind}."),
        };
        return new(result.Preview, result.Preview is { } preview ? book.Services.Tokens.Sign(preview.Claim) : null, result.Refusal);
    }

    public static TimelineAnswer Timeline(OrganizationBook book, Instant until)
    {
        var items = Domain.Organizations.Timeline.Until(book.Committed, book.Context(Actor.System), until);
        return items is { } found
            ? new(found, null)
            : new([], RuleError.Invalid("until", $"More than {Domain.Organizations.Timeline.MostItems} things happen until then: ask for an earlier instant."));
    }
}

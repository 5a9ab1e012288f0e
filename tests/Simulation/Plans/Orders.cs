using System.Collections.Immutable;
using Billing.Contracts.Organizations;
using Billing.Domain;
using Billing.Domain.Catalog;
using Billing.Domain.Invoices;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Seasons;
using Billing.Domain.Seats;
using Billing.Grains.Tests.Organizations;
using NodaTime;

namespace Billing.Simulation.Tests.Plans;

/// <summary>An order by two small numbers, as it makes sense in the state of the moment.</summary>
internal static class Orders
{
    /// <summary>Orders below this number concern money; the others concern people, and commute with payments.</summary>
    public const int FirstOfPeople = 60;

    public const int Card = 0;
    public const int Contract = 1;
    public const int End = 100;

    private static readonly PlanCode[] Plans = [PlanCode.Professional, PlanCode.Business, PlanCode.Enterprise, PlanCode.Ultimate];

    /// <summary>Null where there is nothing to order.</summary>
    public static (OrganizationCommand Command, PreviewOrder? Preview)? Make(int which, int size, OrganizationState state, Instant now) => which switch
    {
        Card => (new UpdateCard("pm_card_Succeeds"), null),
        Contract => (Samples.Contract(size % 3 == 0 ? BillingInterval.Annual : BillingInterval.Monthly, 6 + (size % 7), size % 5 == 0 ? 10 : null), null),
        < 16 => (Samples.Seats(1 + (size % 4)), Samples.SeatsPreview(1 + (size % 4))),
        < 21 => Upgrade(state, size),
        < 27 => (new UpdateCard(size % 6 == 0 ? "pm_card_RefusedAtOnce" : $"pm_card_{(size % 2 == 0 ? "Succeeds" : "Declines")}"), null),
        < 31 => OfInvoice(state, size, invoice => invoice.IsOpen, number => new PayInvoice(number)),
        < 35 => OfInvoice(state, size, invoice => invoice.IsUnderWay, number => new CancelPurchase(number)),
        < 38 => OfInvoice(state, size, invoice => invoice.IsOpen, number => new VoidInvoice(number)),
        < 41 => OfInvoice(state, size, invoice => invoice.IsOpen, number => new RecordWirePayment(number, 2_000_000, $"W-{size}")),
        < 46 => OfInvoice(state, size, invoice => invoice.PaidByCard.Minor > 0, number => new RefundInvoice(number, 100 + size, "goodwill")),
        < 49 => (new GrantCredit(1_000 + (size * 10), "goodwill"), null),
        < 52 => (new CreateInvoice([new("Training", 1, 5_000 + size)]), null),
        < 53 => (new ReduceNow(null, 3 + (size % 3), null), null),
        < 54 => (new ScheduleReduction(null, 4), null),
        < 55 => (size % 2 == 0 ? new CancelSubscription() : new ResumeSubscription(), null),
        < 56 => (new SetCollection(size % 3 == 0 ? Collection.SendInvoice : Collection.ChargeCard), null),
        < 58 => OfInvoice(state, size, invoice => invoice.Payment.AwaitsCardholder, number => new ConfirmPayment(number)),
        < FirstOfPeople => (Samples.Contract(BillingInterval.Monthly, 8 + (size % 5)), null),
        < 72 => (Member(state, size), null),
        < 78 => (new RemoveMember(Someone(state, size)), null),
        < 84 => (Moved(state, size), null),
        < 93 => (Season(state, size, now), null),
        < 95 => OfSeason(state, size, id => new RemoveSeason(id)),
        < 97 => (new UpdateOrganization($"Acme {size}", null), null),
        _ => (new RecordSignIn(Someone(state, size)), null),
    };

    private static (OrganizationCommand, PreviewOrder?)? Upgrade(OrganizationState state, int size)
    {
        var plan = Plans[Math.Min(Plans.Length - 1, (int)(state.Contract?.Plan ?? PlanCode.Business) + 1 + (size % 2))];
        return (new UpgradePlan(plan, null), Samples.PlanPreview(plan));
    }

    private static (OrganizationCommand, PreviewOrder?)? OfInvoice(OrganizationState state, int size, Func<Invoice, bool> fits, Func<string, OrganizationCommand> order)
    {
        var found = state.Invoices.Where(fits).ToList();
        return found.Count == 0 ? null : (order(found[size % found.Count].NumberText), null);
    }

    private static (OrganizationCommand, PreviewOrder?)? OfSeason(OrganizationState state, int size, Func<SeasonId, OrganizationCommand> order)
    {
        var found = Seasons(state);
        return found.Count == 0 ? null : (order(found[size % found.Count].Id), null);
    }

    /// <summary>In an order of their own: a dictionary's differs from process to process, and with it the history.</summary>
    private static List<Season> Seasons(OrganizationState state) =>
        [.. state.Seasons.Values.Where(season => season.RemovedAt is null).OrderBy(season => season.Id.Value, StringComparer.Ordinal)];

    private static AddMember Member(OrganizationState state, int size)
    {
        var id = new MemberId($"mem_{size}_{state.Sequence}");
        var seasons = Seasons(state);
        var seasonal = size % 2 == 0 && seasons.Count > 0;
        return new(id, $"M {size}", $"m{size}.{state.Sequence}@example.com", seasonal ? MemberType.Seasonal : MemberType.FullTime, [], seasonal ? "Agent" : null)
        {
            SeasonIds = seasonal ? [seasons[size % seasons.Count].Id] : [],
        };
    }

    private static UpdateMember Moved(OrganizationState state, int size)
    {
        ImmutableArray<SeasonId> seasons = [.. Seasons(state).Where((_, index) => ((size >> index) & 1) == 1).Select(season => season.Id)];
        return new(Someone(state, size), null, null, seasons.IsEmpty ? MemberType.FullTime : MemberType.Seasonal, seasons, null, null);
    }

    private static SetSeason Season(OrganizationState state, int size, Instant now)
    {
        var today = now.InUtc().Date;
        var seasons = Seasons(state);
        var known = size % 3 == 0 && seasons.Count > 0 ? seasons[size % seasons.Count] : null;
        var opens = today.PlusDays((size % 13) - 2);
        return new(known?.Id, known?.Name ?? $"Season {state.Sequence}", opens, opens.PlusDays(1 + (size % 11)), 1 + (size % 4));
    }

    private static MemberId Someone(OrganizationState state, int size)
    {
        var present = state.Members.Values.Where(member => member.IsPresent && !member.IsOwner).OrderBy(member => member.Id.Value, StringComparer.Ordinal).ToList();
        return present.Count == 0 ? state.Owner.Id : present[size % present.Count].Id;
    }
}

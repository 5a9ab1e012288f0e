using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Pricing;
using Billing.Domain.Seasons;
using NodaTime;

namespace Billing.Domain.AdHoc;

/// <summary>Seasonal seats beside the contract: asked for by the customer, answered by staff (R30, R31).</summary>
internal static class AdHocRules
{
    /// <summary>Requests of an organization that wait for an answer.</summary>
    public const int MostOpen = 100;

    private static readonly Duration Turnaround = Duration.FromHours(48);

    public static Decision Request(Turn turn, RequestAdHocSeats command)
    {
        if (Guards.NeedsAccess(turn.State) is { } refusal) return Decision.Refused(refusal);
        if (command.StartsOn < turn.At.UtcDate()) return Decision.Refused(RuleError.Invalid("startsOn", $"{command.StartsOn:yyyy-MM-dd} is in the past."));
        if (turn.State.AdHocRequests.Count(open => open.IsOpen) >= MostOpen)
            return Decision.Refused(RuleError.Invalid("seats", $"{MostOpen} requests are waiting for an answer already."));
        var request = new AdHocRequest
        {
            Id = turn.Context.Ids.NewAdHocRequestId(),
            Seats = command.Seats,
            StartsOn = command.StartsOn,
            Increments = command.Increments,
            RequestedAt = turn.At,
            DueBy = BusinessHours.After(turn.At, Turnaround, turn.Context.Policy.Holidays),
            State = AdHocState.Requested,
            RequestedBy = Requester(turn),
        };
        turn.Record(new AdHocRequested(request));
        MailRules.Queue(turn, MailTemplate.AdHocRequested, request.Id.Value, [turn.Context.Policy.StaffEmail], Facts(request, null, null));
        Keys.Use(turn, null, null, forever: false, adHocRequestId: request.Id);
        return turn.Done(adHocRequestId: request.Id);
    }

    /// <summary>Accepts, at a price perhaps: then the seats come with the money (A4). Or declines. Repeating an answer changes nothing.</summary>
    public static Decision Resolve(Turn turn, ResolveAdHocSeats command)
    {
        if (turn.State.AdHocRequest(command.RequestId) is not { } request)
            return Decision.Refused(RuleError.Invalid("requestId", $"There is no request {command.RequestId} in this organization."));
        if (Answered(request, command) is { } answered) return answered;
        if (Waiting(turn, request) is { } waiting) return command.Accept ? waiting : Decision.Refused(Guards.NothingUnderWay(turn.State)!);
        if (!command.Accept)
        {
            turn.Record(new AdHocResolved(request.Id, null));
            Tell(turn, request, accepted: false, null);
            return Resolved(turn, request, null);
        }

        if (Guards.NeedsAccess(turn.State) is { } refusal) return Decision.Refused(refusal);
        if (request.Window.EndsAt <= turn.At) return Decision.Refused(RuleError.Invalid("requestId", "The time that was asked for is over: decline the request."));
        return command.SeatPrice is { } price ? Invoice(turn, request, price) : Granted(turn, request);
    }

    /// <summary>48 business hours have passed (A13). It can still be answered.</summary>
    public static void Overdue(Turn turn, AdHocRequestId id) => turn.Record(new AdHocOverdue(id));

    /// <summary>The season that was asked for.</summary>
    public static void Fulfill(Turn turn, AdHocRequestId id)
    {
        var request = turn.State.AdHocRequest(id)!;
        var season = new Season
        {
            Id = turn.Context.Ids.NewSeasonId(),
            Name = $"Ad hoc seats from {request.StartsOn:yyyy-MM-dd}",
            Window = request.Window,
            Seats = request.Seats,
            AdHoc = true,
        };
        turn.Record(new SeasonSet(season));
        turn.Record(new AdHocResolved(id, season.Id));
        Tell(turn, request, accepted: true, season.Name);
        SeasonRules.Reach(turn, season.Id, turn.At);
    }

    private static Decision? Answered(AdHocRequest request, ResolveAdHocSeats command) => request.State switch
    {
        AdHocState.Fulfilled when command.Accept => Decision.Nothing with { AdHocRequestId = request.Id, InvoiceNumber = request.InvoiceNumber },
        AdHocState.Declined when !command.Accept => Decision.Nothing with { AdHocRequestId = request.Id },
        AdHocState.Fulfilled or AdHocState.Declined => Decision.Refused(RuleError.Invalid(
            "requestId", $"The request was {(request.State == AdHocState.Fulfilled ? "accepted" : "declined")} already.")),
        _ => null,
    };

    /// <summary>Accepted, and its payment is not settled: the answer tells how that stands.</summary>
    private static Decision? Waiting(Turn turn, AdHocRequest request) => request.InvoiceNumber is { } number && turn.State.Invoice(number).IsOpen
        ? Decision.Nothing with { AdHocRequestId = request.Id, InvoiceNumber = number } : null;

    private static Decision Granted(Turn turn, AdHocRequest request)
    {
        Fulfill(turn, request.Id);
        return Resolved(turn, request, null);
    }

    private static Decision Resolved(Turn turn, AdHocRequest request, int? invoice)
    {
        Keys.Use(turn, invoice, null, forever: invoice is not null, adHocRequestId: request.Id);
        return turn.Done(invoice, adHocRequestId: request.Id);
    }

    private static Decision Invoice(Turn turn, AdHocRequest request, long seatPrice)
    {
        if (Guards.NothingUnderWay(turn.State) is { } conflict) return Decision.Refused(conflict);
        var collection = turn.State.Payment.Collection;
        var currency = turn.Contract.Currency;
        var window = request.Window;
        var line = turn.Lines.Whole(
            $"Ad hoc seasonal seats, {window.Start:yyyy-MM-dd} to {window.LastDay:yyyy-MM-dd}: {request.Seats} seats, {request.Increments} × 3 months",
            checked(request.Seats * request.Increments), new(seatPrice, currency));
        var quote = Quote.Of([line], turn.State.Credit.Balance, ContractRules.LimitsOf(turn, collection, currency));
        if (Guards.Invoiceable(quote.Total, "seatPrice") is { } tooLarge) return Decision.Refused(tooLarge);
        if (Guards.CanPay(turn, collection, quote.Due, "seatPrice") is { } unpayable) return Decision.Refused(unpayable);
        turn.Record(new AdHocInvoiced(request.Id, turn.State.Invoices.Count + 1));
        var number = InvoiceRules.Issue(
            turn, InvoiceKind.AdHocSeats, quote, window, new AdHocGrant(request.Id), DeclineRule.Void, InvoiceRules.OrderedBy(collection));
        return Resolved(turn, request, number);
    }

    private static void Tell(Turn turn, AdHocRequest request, bool accepted, string? seasonName) =>
        MailRules.Queue(turn, MailTemplate.AdHocResolved, request.Id.Value, [request.RequestedBy], Facts(request, accepted, seasonName));

    private static MailFacts Facts(AdHocRequest request, bool? accepted, string? seasonName) => new()
    {
        AdHoc = new(request.Seats, request.StartsOn, request.Window.LastDay, request.Increments, request.DueBy, accepted, seasonName),
    };

    /// <summary>The member who asked; where staff asked for him, the owner hears of the answer.</summary>
    private static string Requester(Turn turn) =>
        (turn.State.Members.GetValueOrDefault(new MemberId(turn.Context.Actor.Subject)) is { IsPresent: true } member ? member : turn.State.Owner).Email;
}

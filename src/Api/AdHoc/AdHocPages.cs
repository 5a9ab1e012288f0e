using System.Globalization;
using Billing.Api.Errors;
using Billing.Api.Organizations;
using Billing.Api.Paging;
using Billing.Contracts.ReadModel;
using Billing.Contracts.Serialization;
using Billing.Domain.AdHoc;
using GraphQL;
using NodaTime;

namespace Billing.Api.AdHoc;

/// <summary>Pages of staff's queue: the read model says which requests, their organizations what they are.</summary>
internal static class AdHocPages
{
    public static async Task<Connection<AdHocView>> OfAsync(
        IResolveFieldContext context, PageRequest request, Func<string, string> cursor, IReadOnlyList<AdHocState>? states)
    {
        var readModel = (IReadModel)context.RequestServices!.GetService(typeof(IReadModel))!;
        var clock = (IClock)context.RequestServices.GetService(typeof(IClock))!;
        var page = await readModel.AdHocRequestsAsync(
            new(states?.Select(Names.Of).ToList(), clock.GetCurrentInstant()), request.First, PlaceOf(request.After), context.CancellationToken);
        var organizations = (await OrganizationDirectory.Of(context).ManyAsync(context, page.Rows.Select(row => row.OrganizationId).Distinct(StringComparer.Ordinal)))
            .ToDictionary(view => view.Id.Value, StringComparer.Ordinal);
        var edges = page.Rows.Select(row => Edge(row, organizations, cursor)).OfType<Edge<AdHocView>>();
        return new([.. edges], page.HasNext, request.After is not null, page.TotalCount);
    }

    private static Edge<AdHocView>? Edge(AdHocRow row, Dictionary<string, OrganizationView> organizations, Func<string, string> cursor) =>
        organizations.TryGetValue(row.OrganizationId, out var organization) && AdHocView.Find(organization, new(row.Id)) is { } view ? new(cursor, Key(row.Place), view) : null;

    private static string Key(AdHocPlace place) => string.Create(
        CultureInfo.InvariantCulture, $"{(place.IsAnswered ? 1 : 0)}:{place.DueBy.ToUnixTimeTicks()}:{place.Id}");

    private static AdHocPlace? PlaceOf(string? key) => key?.Split(':', 3) switch
    {
        null => null,
        [var answered, var due, var id] when long.TryParse(due, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ticks) =>
            new(answered == "1", Instant.FromUnixTimeTicks(ticks), id),
        _ => throw new BadInputException("This cursor does not belong to this list.", "after"),
    };
}

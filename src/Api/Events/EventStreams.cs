using System.Globalization;
using System.Runtime.CompilerServices;
using Billing.Api.Errors;
using Billing.Api.Organizations;
using Billing.Api.Paging;
using Billing.Api.Security;
using Billing.Api.Subscriptions;
using Billing.Contracts.Events;
using Billing.Contracts.ReadModel;
using Billing.Domain.Organizations;
using GraphQL;

namespace Billing.Api.Events;

/// <summary>The sources of the subscriptions.</summary>
internal static class EventStreams
{
    private const string Feed = "allAccountStatusChanges";

    /// <exception cref="BadInputException">The cursor is none of this organization's events.</exception>
    public static Task<IAsyncEnumerable<StreamedEvent>> StatusAsync(IResolveFieldContext context, CursorCodec cursors, CancellationToken cancellationToken) =>
        OfOrganizationAsync(context, cursors, fact => fact is AccountStatusChanged, cancellationToken);

    /// <inheritdoc cref="StatusAsync"/>
    public static Task<IAsyncEnumerable<StreamedEvent>> EverythingAsync(IResolveFieldContext context, CursorCodec cursors, CancellationToken cancellationToken) =>
        OfOrganizationAsync(context, cursors, _ => true, cancellationToken);

    /// <exception cref="BadInputException">The cursor is none of this subscription's.</exception>
    public static async Task<IAsyncEnumerable<StreamedEvent>> FeedAsync(IResolveFieldContext context, CursorCodec cursors, CancellationToken cancellationToken)
    {
        CallerContext.Of(context).TellsFeed = true;
        var head = await ((IEventReads)context.RequestServices!.GetService(typeof(IEventReads))!).FeedHeadAsync(cancellationToken);
        var last = Begin(context, cursors, Feed, head);
        return Tell(
            Live(context).OfAllAsync(last, cancellationToken), fact => fact is AccountStatusChanged, view => FeedCursor(cursors, view), cancellationToken);
    }

    /// <summary>A place among all organizations' events.</summary>
    public static string FeedCursor(CursorCodec cursors, PublishedEventView view) =>
        cursors.Encode(Feed, view.Position!.Value.ToString(CultureInfo.InvariantCulture));

    private static async Task<IAsyncEnumerable<StreamedEvent>> OfOrganizationAsync(
        IResolveFieldContext context, CursorCodec cursors, Func<OrganizationEvent, bool> wanted, CancellationToken cancellationToken)
    {
        var organization = await OrganizationDirectory.Of(context).GetAsync(context, context.GetArgument<string>("organizationId"));
        var last = Begin(context, cursors, EventPages.ListOf(organization.Id), organization.State.PublicSequence);
        return Tell(
            Live(context).OfOrganizationAsync(organization.Id, last, cancellationToken), wanted, view => EventPages.Cursor(cursors, view), cancellationToken);
    }

    /// <param name="head">The last place there is: where it begins without a cursor. The source reads the journal from there before it waits.</param>
    private static long Begin(IResolveFieldContext context, CursorCodec cursors, string list, long head)
    {
        if ((CallerContext.Of(context).ResumeAfter ?? context.GetArgument<string?>("after")) is not { } after) return head;
        return long.TryParse(cursors.Decode(list, after), NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place <= head
            ? place
            : throw new BadInputException("This cursor is of no event that has happened.", "after");
    }

    private static async IAsyncEnumerable<StreamedEvent> Tell(
        IAsyncEnumerable<PublishedEventView> events, Func<OrganizationEvent, bool> wanted, Func<PublishedEventView, string> cursor,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = events.GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(reader))
        {
            if (wanted(reader.Current.Event)) yield return new(reader.Current, cursor(reader.Current));
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<PublishedEventView> reader)
    {
        try
        {
            return await reader.MoveNextAsync();
        }
        catch (TooFarBehindException)
        {
            throw new ApiException(ApiErrorCode.SlowConsumer, "You have read too slowly. Subscribe again after the last cursor that you have: nothing is lost.");
        }
    }

    private static ILiveEvents Live(IResolveFieldContext context) => (ILiveEvents)context.RequestServices!.GetService(typeof(ILiveEvents))!;
}

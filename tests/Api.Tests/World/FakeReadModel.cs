using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Billing.Contracts.Events;
using Billing.Contracts.ReadModel;
using Billing.Contracts.Serialization;
using Billing.Domain;
using NodaTime;

namespace Billing.Api.Tests.World;

/// <summary>The read model's rows of the test's world, and its journal's events.</summary>
internal sealed class FakeReadModel(BillingWorld world) : IReadModel, IEventReads, ILiveEvents, IDeploymentSettings
{
    public List<MailRow> Mail { get; } = [];

    public List<PublishedEventView> Events { get; } = [];

    /// <summary>What subscriptions are told; completed, they end.</summary>
    public Channel<PublishedEventView> Live { get; } = Channel.CreateUnbounded<PublishedEventView>();

    public OrganizationFilter? Filter { get; private set; }

    /// <summary>Questions that it was asked, by name.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public AdHocFilter? AdHocFilter { get; private set; }

    public string DeploymentId => "test";

    public ReadOnlyMemory<byte> TokenSecret { get; } = new byte[32];

    public Task<Page<OrganizationRow>> OrganizationsAsync(OrganizationFilter filter, int first, long? afterKey, CancellationToken cancellationToken)
    {
        Filter = filter;
        Asked.Enqueue("organizations");
        var all = world.Organizations.Select((one, index) => new PageItem<OrganizationRow>(
            index + 1, new(one.Id.Value, one.AccountId.Value, one.Name, "ACTIVE", null, false, one.CreatedAt, null, null))).ToList();
        return Task.FromResult(PageOf(all, [.. all.Where(item => item.Key > (afterKey ?? 0))], first));
    }

    public Task<Page<AccountRow>> AccountsAsync(string? search, int first, long? afterKey, CancellationToken cancellationToken)
    {
        List<PageItem<AccountRow>> all = [new(1, new("acc_1", "Acme Group"))];
        return Task.FromResult(PageOf(all, [.. all.Where(item => item.Key > (afterKey ?? 0))], first));
    }

    public Task<IReadOnlyList<string>> OrganizationsOfMemberAsync(string memberId, CancellationToken cancellationToken)
    {
        Asked.Enqueue("organizations of member");
        return Task.FromResult<IReadOnlyList<string>>(
            [.. world.Organizations.Where(one => one.Members.TryGetValue(new(memberId), out var member) && member.IsPresent).Select(one => one.Id.Value)]);
    }

    public Task<Page<MailRow>> MailAsync(string organizationId, MailFilter filter, int first, long? beforeKey, CancellationToken cancellationToken)
    {
        var all = Mail.Where(row => row.OrganizationId == organizationId)
            .Where(row => filter.Templates is null || filter.Templates.Contains(row.Template))
            .OrderByDescending(row => row.Number).Select(row => new PageItem<MailRow>(row.Number, row)).ToList();
        return Task.FromResult(PageOf(all, [.. all.Where(item => item.Key < (beforeKey ?? long.MaxValue))], first));
    }

    public Task<IReadOnlyDictionary<InvoiceKey, IReadOnlyList<MailRow>>> CopiesAsync(
        IReadOnlyCollection<InvoiceKey> invoices, int most, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"copies of {invoices.Count}");
        return Task.FromResult<IReadOnlyDictionary<InvoiceKey, IReadOnlyList<MailRow>>>(
            Mail.Where(row => row.InvoiceNumber is not null).GroupBy(row => new InvoiceKey(row.OrganizationId, row.InvoiceNumber!)).Where(copies => invoices.Contains(copies.Key))
                .ToDictionary(copies => copies.Key, IReadOnlyList<MailRow> (copies) => [.. copies.OrderByDescending(row => row.Number).Take(most)]));
    }

    /// <summary>The requests of every organization in the order that the real one promises.</summary>
    public Task<AdHocPage> AdHocRequestsAsync(AdHocFilter filter, int first, AdHocPlace? after, CancellationToken cancellationToken)
    {
        AdHocFilter = filter;
        var all = world.Organizations.SelectMany(one => one.AdHocRequests.Select(
                request => new AdHocRow(one.Id.Value, request.Id.Value, Names.Of(request.State), request.DueBy, one.TestClock is not null)))
            .OrderBy(row => row.Place.IsAnswered).ThenBy(row => row.DueBy).ThenBy(row => row.Id, StringComparer.Ordinal).ToList();
        var rest = after is null ? all : [.. all.SkipWhile(row => row.Place != after).Skip(1)];
        return Task.FromResult(new AdHocPage([.. rest.Take(first)], all.Count, rest.Count > first));
    }

    public Task<MailRow?> MailByIdAsync(string organizationId, string mailId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<DueOrganization>> DueAsync(Instant until, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PublishedEventView>> ReadAsync(OrganizationId organization, long afterSequence, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PublishedEventView>>(
            [.. Events.Where(view => view.Organization == organization && view.Sequence > afterSequence).OrderBy(view => view.Sequence).Take(limit)]);

    public Task<IReadOnlyList<PublishedEventView>> ReadFeedAsync(long afterPosition, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PublishedEventView>>([.. Events.Where(view => view.Position > afterPosition).OrderBy(view => view.Position).Take(limit)]);

    public Task<long> FeedHeadAsync(CancellationToken cancellationToken) => Task.FromResult(Events.Max(view => view.Position) ?? 0);

    public async IAsyncEnumerable<PublishedEventView> OfOrganizationAsync(
        OrganizationId organization, long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var view in Live.Reader.ReadAllAsync(cancellationToken))
        {
            if (view.Organization == organization && view.Sequence > afterSequence) yield return view;
        }
    }

    public async IAsyncEnumerable<PublishedEventView> OfAllAsync(long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var view in Live.Reader.ReadAllAsync(cancellationToken))
        {
            if (view.Position > afterPosition) yield return view;
        }
    }

    private static Page<T> PageOf<T>(List<PageItem<T>> all, List<PageItem<T>> rest, int first) => new([.. rest.Take(first)], all.Count, rest.Count > first);
}

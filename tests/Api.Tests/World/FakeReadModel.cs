using Billing.Contracts.ReadModel;
using Billing.Domain;
using NodaTime;

namespace Billing.Api.Tests.World;

/// <summary>The read model's rows of the test's world, and its journal's events.</summary>
internal sealed class FakeReadModel(BillingWorld world) : IReadModel, IEventReads, IDeploymentSettings
{
    public List<MailRow> Mail { get; } = [];

    public List<PublishedEventView> Events { get; } = [];

    public OrganizationFilter? Filter { get; private set; }

    public string DeploymentId => "test";

    public ReadOnlyMemory<byte> TokenSecret { get; } = new byte[32];

    public Task<Page<OrganizationRow>> OrganizationsAsync(OrganizationFilter filter, int first, long? afterKey, CancellationToken cancellationToken)
    {
        Filter = filter;
        var all = world.Organizations.Select((one, index) => new PageItem<OrganizationRow>(
            index + 1, new(one.Id.Value, one.AccountId.Value, one.Name, "ACTIVE", null, false, one.CreatedAt, null, null))).ToList();
        return Task.FromResult(PageOf(all, [.. all.Where(item => item.Key > (afterKey ?? 0))], first));
    }

    public Task<Page<AccountRow>> AccountsAsync(string? search, int first, long? afterKey, CancellationToken cancellationToken)
    {
        List<PageItem<AccountRow>> all = [new(1, new("acc_1", "Acme Group"))];
        return Task.FromResult(PageOf(all, [.. all.Where(item => item.Key > (afterKey ?? 0))], first));
    }

    public Task<IReadOnlyList<string>> OrganizationsOfMemberAsync(string memberId, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(
        [.. world.Organizations.Where(one => one.Members.TryGetValue(new(memberId), out var member) && member.IsPresent).Select(one => one.Id.Value)]);

    public Task<Page<MailRow>> MailAsync(string organizationId, string? invoiceNumber, int first, long? beforeKey, CancellationToken cancellationToken)
    {
        var all = Mail.Where(row => row.OrganizationId == organizationId && (invoiceNumber is null || row.InvoiceNumber == invoiceNumber))
            .OrderByDescending(row => row.Number).Select(row => new PageItem<MailRow>(row.Number, row)).ToList();
        return Task.FromResult(PageOf(all, [.. all.Where(item => item.Key < (beforeKey ?? long.MaxValue))], first));
    }

    public Task<MailRow?> MailByIdAsync(string organizationId, string mailId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<DueOrganization>> DueAsync(Instant until, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PublishedEventView>> ReadAsync(OrganizationId organization, long afterSequence, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PublishedEventView>>(
            [.. Events.Where(view => view.Organization == organization && view.Sequence > afterSequence).OrderBy(view => view.Sequence).Take(limit)]);

    private static Page<T> PageOf<T>(List<PageItem<T>> all, List<PageItem<T>> rest, int first) => new([.. rest.Take(first)], all.Count, rest.Count > first);
}

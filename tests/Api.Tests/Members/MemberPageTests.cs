using System.Globalization;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using NodaTime;

namespace Billing.Api.Tests.Members;

/// <summary>10,000 members beside the world's own: every third a collaborator, every fifth removed, two at each instant.</summary>
public sealed class MemberPageTests : IAsyncLifetime
{
    private const int Many = 10_000;

    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await world.StartAsync();
        for (var number = 0; number < Many; number++)
        {
            world.Main.Record(new MemberAdded(FakeOrganization.Member(Id(number), number % 5 == 0 ? MemberStatus.Removed : MemberStatus.Invited) with
            {
                Email = $"m{number}@example.com",
                Type = number % 3 == 0 ? MemberType.Collaborator : MemberType.FullTime,
                InvitedAt = FakeOrganization.Now + Duration.FromSeconds(1 + number / 2),
            }));
        }
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task Pages_of_10_000_members_follow_the_order_of_invitation_without_a_hole_or_a_repeat()
    {
        var found = await AllAsync("", 8_004);
        Assert.Equal(["biller", "manager", "owner", "plain"], found.Take(4));
        Assert.Equal(Enumerable.Range(0, Many).Where(number => number % 5 != 0).Select(Id), found.Skip(4));
    }

    [Fact]
    public async Task Filters_have_their_own_totals_and_pages()
    {
        Assert.Equal(Enumerable.Range(0, Many).Where(number => number % 15 == 0).Select(Id), await AllAsync("type: COLLABORATOR, status: REMOVED", 667));
        Assert.Equal(["crm:9996", "crm:9997", "crm:9998", "crm:9999"], await AllAsync("search: \"M999\"", 9, skip: 5));
        Assert.Equal(["crm:0333"], await AllAsync("search: \"crm:0333 of\", type: COLLABORATOR", 1));
    }

    private static string Id(int number) => "crm:" + number.ToString("D4", CultureInfo.InvariantCulture);

    private async Task<List<string>> AllAsync(string filter, int total, int skip = 0)
    {
        var found = new List<string>();
        string? after = null;
        do
        {
            var answer = await gateway.AskAsync(
                $"query($after: String) {{ organization(id: \"org_1\") {{ members(first: 100, after: $after{(filter.Length > 0 ? $", {filter}" : "")}) {{ totalCount nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }} }}", new { after });
            Assert.Equal(total.ToString(CultureInfo.InvariantCulture), answer.At("organization.members.totalCount"));
            found.AddRange(answer.GetProperty("data").GetProperty("organization").GetProperty("members").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString()!));
            after = answer.At("organization.members.pageInfo.hasNextPage") == "True" ? answer.At("organization.members.pageInfo.endCursor") : null;
        }
        while (after is not null);
        Assert.Equal(total, found.Count);
        return [.. found.Skip(skip)];
    }
}

using Billing.EndToEnd.Tests.Running;
using Billing.Grains.Tests.Events;

namespace Billing.EndToEnd.Tests.Subscriptions;

/// <summary>The started program with a real Redis that comes and goes.</summary>
public sealed class RedisTests
{
    private const string Everything = "subscription($organization: ID!, $after: String) { organizationEvents(organizationId: $organization, after: $after) { __typename sequence cursor } }";

    [Fact]
    public async Task F17_a_subscriber_hears_each_event_once_in_order_though_Redis_is_away_at_the_start_and_killed_later()
    {
        await using var redis = RedisServer.Prepared();
        await using var billing = await BillingProcess.StartAsync("--ConnectionStrings:Redis=" + redis.ConnectionString);
        using var client = new GraphQLClient(billing.Address, billing.StaffToken);
        var organization = await ReplayTests.OrganizationAsync(client);
        var heard = new List<long>();
        using var socket = await EventSocket.OpenAsync(
            billing.Address, billing.StaffToken, Everything, new { organization, after = await ReplayTests.StartAsync(client, organization) });

        await HearAsync("away");
        await redis.StartAsync();
        await HearAsync("there");
        await redis.KillAsync();
        await HearAsync("killed");
        await redis.StartAsync();
        await HearAsync("there again");
        Assert.Equal(Enumerable.Range(0, 12).Select(index => heard[0] + index), heard);
        Assert.Equal(200, (int)(await new HttpClient().GetAsync(new Uri(billing.Address + "/health/ready"), TestContext.Current.CancellationToken)).StatusCode);

        async Task HearAsync(string name)
        {
            for (var change = 0; change < 3; change++)
            {
                await ReplayTests.RenameAsync(client, organization, $"{name} {change}");
                heard.Add((long)(await socket.NextAsync() ?? throw new InvalidOperationException("The connection is gone."))["sequence"]!);
            }
        }
    }
}

using Billing.Contracts.ReadModel;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using static Billing.Grains.Tests.Organizations.Samples;

namespace Billing.Grains.Tests.Organizations;

/// <summary>The read model's rows go with the events that they follow from.</summary>
public sealed class RowTests
{
    /// <summary>Asked on a Monday at nine.</summary>
    [Theory]
    [InlineData(true, true, "REQUESTED FULFILLED")]
    [InlineData(true, false, "REQUESTED DECLINED")]
    [InlineData(false, false, "REQUESTED OVERDUE DECLINED")]
    public async Task A_request_has_a_row_for_each_state_that_it_comes_to(bool inTime, bool accept, string states)
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock: true);
        await Scenarios.StartedAsync(world);
        var asked = await world.DoAsync(new RequestAdHocSeats(3, new(2025, 4, 1), 1), "ask");
        if (!inTime) await world.AdvanceAsync(Utc(2025, 3, 20));
        await world.DoAsync(new ResolveAdHocSeats(asked.AdHocRequestId!.Value, accept, null), null);
        var rows = world.Journal.Appends.SelectMany(append => append.Changes.AdHocRequests).ToList();
        Assert.Equal(states, string.Join(' ', rows.Select(row => row.State)));
        var dueBy = world.State.AdHocRequests[0].DueBy;
        Assert.All(rows, row => Assert.Equal(new AdHocRow("org_1", asked.AdHocRequestId.Value.Value, row.State, dueBy, true), row));
    }

    [Fact]
    public async Task A_removed_members_row_says_so()
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock: true);
        await Scenarios.StartedAsync(world);
        await world.DoAsync(new AddMember(new("mem_bo"), "Bo", "bo@example.com", MemberType.FullTime, [], null), "add");
        await world.DoAsync(new RemoveMember(new("mem_bo")), null);
        Assert.Equal(
            [new("org_1", "mem_bo", false), new MemberRow("org_1", "mem_bo", true)],
            world.Journal.Appends.SelectMany(append => append.Changes.Members).Where(row => row.MemberId == "mem_bo"));
    }
}

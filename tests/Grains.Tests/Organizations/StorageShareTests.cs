using Billing.Domain.Organizations;
using Billing.Domain.Storage;
using Billing.Grains.Tests.Organizations.Fakes;
using Xunit;
using static Billing.Grains.Tests.Organizations.Samples;

namespace Billing.Grains.Tests.Organizations;

public sealed class StorageShareTests
{
    [Fact]
    public async Task P12_A19_a_month_that_has_ended_is_decided_by_the_share_of_its_end()
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock: false);
        await Scenarios.StartedAsync(world);
        var allocated = StorageReport.Of(world.State, Catalog, Start).Data.Allocated;
        world.Clock.Now = Utc(2025, 4, 2);

        await (await world.EngineAsync()).ShareStorageAsync(new(2, 1));
        await world.SettleAsync();

        Assert.Equal(new StorageShare(2, 1), world.State.Storage.Share);
        Assert.Equal(allocated, Assert.Single(world.State.Storage.Months).DataAllocatedBytes);
    }
}

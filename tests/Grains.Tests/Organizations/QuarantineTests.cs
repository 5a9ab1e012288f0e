using Billing.Domain.Organizations;
using Billing.Grains.Organizations;
using NodaTime;
using Xunit;
using static Billing.Grains.Tests.Organizations.Samples;

namespace Billing.Grains.Tests.Organizations;

/// <summary>What cannot be read is left alone (D10, F23).</summary>
public sealed class QuarantineTests
{
    [Theory]
    [InlineData("kind"), InlineData("version"), InlineData("truncated"), InlineData("empty"), InlineData("null"), InlineData("no fields"), InlineData("a number")]
    [InlineData("of another invoice"), InlineData("sequence")]
    public async Task F23_a_history_that_cannot_be_read_quarantines_and_nothing_is_written(string damage)
    {
        var world = await StartedAsync();
        var records = world.Journal.Records(Organization.Value);
        var paid = records.ToList().FindIndex(record => record.Kind == "invoice-paid");
        world.Journal.Tamper(Organization.Value, paid, record => damage switch
        {
            "kind" => record with { Kind = "invoice-framed" },
            "version" => record with { Version = 99 },
            "truncated" => record with { Payload = record.Payload[..^3] },
            "empty" => record with { Payload = "" },
            "null" => record with { Payload = "null" },
            "no fields" => record with { Payload = "{}" },
            "a number" => record with { Payload = "7" },
            "of another invoice" => record with { Payload = record.Payload.Replace("\"number\":1", "\"number\":9", StringComparison.Ordinal) },
            _ => record with { Sequence = record.Sequence + 1 },
        });
        var (count, calls) = (records.Count, world.Provider.Calls.Count);

        await Assert.ThrowsAsync<QuarantinedException>(() => world.OpenAsync());

        Assert.Equal((count, calls), (world.Journal.Records(Organization.Value).Count, world.Provider.Calls.Count));
    }

    [Fact]
    public async Task F23_a_history_that_does_not_begin_with_its_creation_is_quarantined()
    {
        var world = await StartedAsync();
        world.Journal.Tamper(Organization.Value, 0, record => record with { Kind = "subscription-resumed", Payload = "{}" });

        await Assert.ThrowsAsync<QuarantinedException>(() => world.OpenAsync());
    }

    [Fact]
    public async Task D10_a_snapshot_is_used_where_it_fits_and_thrown_away_where_not()
    {
        var world = await StartedAsync();
        var snapshot = world.State;
        await world.AskAsync(new UpdateOrganization("Acme Two", null), "k");
        var truth = world.State;

        Assert.Equal(truth.Sequence, (await world.OpenAsync(snapshot)).Book.Committed.Sequence);
        foreach (var wrong in new[]
        {
            snapshot with { Id = new("org_2") },
            snapshot with { Sequence = truth.Sequence + 5 },
            snapshot with { Sequence = 0 },
            snapshot with { LastEventAt = snapshot.LastEventAt + Duration.FromSeconds(1) },
        })
        {
            var rebuilt = (await world.OpenAsync(wrong with { Name = "Wrong" })).Book.Committed;
            Assert.Equal(("Acme Two", truth.Sequence, Organization), (rebuilt.Name, rebuilt.Sequence, rebuilt.Id));
        }
    }

    private static async Task<World> StartedAsync()
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock: true);
        await Scenarios.StartedAsync(world);
        return world;
    }
}

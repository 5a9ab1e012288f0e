using System.Collections.Immutable;
using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Domain.Organizations;
using Billing.Domain.Storage;
using NodaTime;

namespace Billing.Api.Tests.Storage;

/// <summary>The organization's plan allocates nothing: five million messages of 200 bytes are a gigabyte too many. It is noon of 2025-01-15.</summary>
public sealed class StorageReportTests : IAsyncLifetime
{
    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await world.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task R48_platform_usage_shows_both_pools_in_bytes_and_what_they_would_cost()
    {
        world.Main.Order(new ReportUsage(new Dictionary<string, long> { ["MESSAGE"] = 5_000_001 }.ToImmutableDictionary(), 1_500, 77, FakeOrganization.Now));
        world.Main.Order(new AddStorage(0, 1));
        var answer = await AskAsync("""
            storage { data { usedBytes allocatedBytes defaultBytes additionalBytes purchasedBytes overBytes } attachments { usedBytes allocatedBytes purchasedBytes overBytes }
                objects { kind count bytesEach bytes } projectedOverage { amount currency } creationRestricted measuredAt kobjectDataBytes forecast { monthEnd } }
            """);
        Assert.Equal(
            """{"data":{"usedBytes":1000000200,"allocatedBytes":0,"defaultBytes":0,"additionalBytes":0,"purchasedBytes":0,"overBytes":1000000200},"attachments":{"usedBytes":1500,"allocatedBytes":1000000000,"purchasedBytes":1000000000,"overBytes":0},"objects":[{"kind":"MESSAGE","count":5000001,"bytesEach":200,"bytes":1000000200}],"projectedOverage":{"amount":10000,"currency":"USD"},"creationRestricted":false,"measuredAt":"2025-01-15T12:00:00Z","kobjectDataBytes":77,"forecast":null}""",
            answer.At("organization.storage"));
    }

    [Fact]
    public async Task R65_creation_is_restricted_where_staff_chose_so()
    {
        world.Main.Order(new ReportUsage(new Dictionary<string, long> { ["MESSAGE"] = 1 }.ToImmutableDictionary(), null, null, null));
        world.Main.Order(new SetStorageEnforcement(StorageEnforcement.RestrictCreation));
        Assert.Equal(
            """{"enforcement":"RESTRICT_CREATION","creationRestricted":true,"projectedOverage":{"amount":0}}""",
            (await AskAsync("storage { enforcement creationRestricted projectedOverage { amount } }")).At("organization.storage"));
    }

    [Fact]
    public async Task R48_the_forecast_is_a_straight_line_to_the_months_end()
    {
        foreach (var (day, count) in new[] { (11, 10_000_000), (16, 15_000_000) })
            world.Main.Record(new UsageReported(
                new Dictionary<string, long> { ["MESSAGE"] = count }.ToImmutableDictionary(), null, null, Instant.FromUtc(2025, 1, day, 0, 0),
                new(Instant.FromUtc(2025, 1, day, 0, 0), 200L * count, 0)));
        Assert.Equal(
            """{"monthEnd":"2025-02-01T00:00:00Z","dataBytes":6200000000,"attachmentBytes":0,"overage":{"amount":35000}}""",
            (await AskAsync("storage { forecast { monthEnd dataBytes attachmentBytes overage { amount } } }")).At("organization.storage.forecast"));
    }

    private Task<System.Text.Json.JsonElement> AskAsync(string field) => gateway.AskAsync($"{{ organization(id: \"org_1\") {{ {field} }} }}", token: gateway.Token("owner", Role.User));
}

using Billing.Api.Security;
using Billing.Api.Tests.Host;
using Billing.Api.Tests.World;
using Billing.Domain;
using Billing.Domain.Organizations;
using Billing.Domain.Storage;
using NodaTime;

namespace Billing.Api.Tests.Storage;

public sealed class StorageOrderTests : IAsyncLifetime
{
    private readonly BillingWorld world = new();
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await world.StartAsync();
        world.Main.Answers = _ => new(null, null, null, world.Main.Reading(), null);
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task A54_a_report_names_what_was_measured_and_nothing_else()
    {
        var answer = await gateway.AskAsync(
            "mutation { reportUsage(input: { organizationId: \"org_1\", objects: [{ kind: MESSAGE, count: 1000000000000 }, { kind: NOTE, count: 0 }], kobjectDataBytes: 5, measuredAt: \"2025-01-15T11:00:00Z\" }) { organization { id } errors { code } } }",
            token: gateway.Token("crm", Role.Service));
        Assert.Equal("""{"organization":{"id":"org_1"},"errors":[]}""", answer.At("reportUsage"));
        var report = Assert.IsType<ReportUsage>(Assert.Single(world.Main.Orders).Command);
        Assert.Equal([("MESSAGE", 1_000_000_000_000), ("NOTE", 0L)], report.Objects.OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value)));
        Assert.Equal((null, 5L, Instant.FromUtc(2025, 1, 15, 11, 0)), (report.AttachmentBytes, report.KObjectDataBytes, report.MeasuredAt));
    }

    [Fact]
    public async Task A_batch_of_files_goes_as_it_came()
    {
        await gateway.AskAsync(
            "mutation($added: [Long!]) { recordAttachments(input: { organizationId: \"org_1\", batchId: \"b 1\", added: $added }) { errors { code } } }", new { added = new[] { 1, 5_000_000_000 } },
            gateway.Token("crm", Role.Service));
        var batch = Assert.IsType<RecordAttachments>(Assert.Single(world.Main.Orders).Command);
        Assert.Equal(("b 1", 5_000_000_001, 0), (batch.BatchId, batch.Added.Sum(), batch.Removed.Length));
    }

    [Fact]
    public async Task R66_staff_add_gigabytes_and_choose_the_enforcement()
    {
        await gateway.AskAsync("mutation { addStorage(input: { organizationId: \"org_1\", attachmentGb: 20, idempotencyKey: \"k\" }) { errors { code } } }");
        await gateway.AskAsync("mutation { setStorageEnforcement(input: { organizationId: \"org_1\", enforcement: RESTRICT_CREATION }) { errors { code } } }");
        Assert.Equal(new AddStorage(0, 20), world.Main.Orders[0].Command);
        Assert.NotNull(world.Main.Orders[0].Key);
        Assert.Equal(new SetStorageEnforcement(StorageEnforcement.RestrictCreation), world.Main.Orders[1].Command);
    }

    [Fact]
    public async Task History_is_newest_first_and_as_long_as_asked()
    {
        foreach (var month in Enumerable.Range(1, 3))
            world.Main.Record(new StorageMonthEnded(new(new(2024, month, 1), month, 10, 2 * month, 20, new(month * 100, Currency.Usd), month == 2 ? 7 : null), 4));
        var answer = await AskAsync("storage { enforcement kobjectDataBytes measuredAt all: history { month } history(months: 2) { month dataUsedBytes dataAllocatedBytes attachmentUsedBytes attachmentAllocatedBytes overage { amount } invoiceNumber } }");
        Assert.Equal(
            """[{"month":"2024-03-01","dataUsedBytes":3,"dataAllocatedBytes":10,"attachmentUsedBytes":6,"attachmentAllocatedBytes":20,"overage":{"amount":300},"invoiceNumber":null},{"month":"2024-02-01","dataUsedBytes":2,"dataAllocatedBytes":10,"attachmentUsedBytes":4,"attachmentAllocatedBytes":20,"overage":{"amount":200},"invoiceNumber":"0007"}]""",
            answer.At("organization.storage.history"));
        Assert.Equal(3, answer.GetProperty("data").GetProperty("organization").GetProperty("storage").GetProperty("all").GetArrayLength());
        Assert.Equal(("CHARGE", "0", null), (answer.At("organization.storage.enforcement"), answer.At("organization.storage.kobjectDataBytes"), answer.At("organization.storage.measuredAt")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(121)]
    public async Task History_has_1_to_120_months(int months)
    {
        var answer = await AskAsync($"storage {{ history(months: {months}) {{ month }} }}");
        Assert.Equal("BAD_USER_INPUT", answer.FirstCode());
        Assert.Equal("months", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("field").GetString());
    }

    private Task<System.Text.Json.JsonElement> AskAsync(string field) => gateway.AskAsync($"{{ organization(id: \"org_1\") {{ {field} }} }}", token: gateway.Token("owner", Role.User));
}

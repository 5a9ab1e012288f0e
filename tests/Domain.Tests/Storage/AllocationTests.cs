using System.Text.Json;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Organizations;
using Billing.Domain.Seasons;
using Billing.Domain.Seats;
using Billing.Domain.Storage;
using CsCheck;
using static Billing.Domain.Tests.Storage.StorageOrders;

namespace Billing.Domain.Tests.Storage;

/// <summary>What an organization may store.</summary>
public class AllocationTests
{
    [Theory]
    [InlineData(PlanCode.Professional, 2_500, 5_000, 1_250, 12_500)]
    [InlineData(PlanCode.Business, 5_000, 10_000, 2_500, 25_000)]
    [InlineData(PlanCode.Enterprise, 10_000, 20_000, 5_000, 50_000)]
    [InlineData(PlanCode.Ultimate, 20_000, 40_000, 10_000, 100_000)]
    public void R55_R56_R57_R58_R59_the_default_and_more_for_each_of_ten_licenses(PlanCode plan, long data, long attachments, long moreData, long moreAttachments)
    {
        var report = Life.Signed(Life.Terms with { Plan = plan }).Storage();
        Assert.Equal(new PoolReport(0, data * Mb, moreData * Mb, 0), report.Data);
        Assert.Equal(new PoolReport(0, attachments * Mb, moreAttachments * Mb, 0), report.Attachments);
    }

    [Theory]
    [InlineData(PlanCode.Enterprise, 1_000, 150_000_000, 3_000_000_000), InlineData(PlanCode.Enterprise, 1, 150_000, 3_000_000)]
    [InlineData(PlanCode.Enterprise, 1_501, 225_150_000, 4_503_000_000)]
    [InlineData(PlanCode.Ultimate, 999, 299_700_000, 3_996_000_000), InlineData(PlanCode.Ultimate, 0, 0, 0)]
    public void R58_R59_A20_A21_conversations_count_in_exact_proportion(PlanCode plan, int conversations, long data, long attachments)
    {
        var terms = Life.Terms with { Plan = plan, Licensing = Licensing.ConversationBased, CommittedConversations = conversations };
        var report = Life.Signed(terms).Storage();
        Assert.Equal((data, attachments), (report.Data.Additional, report.Attachments.Additional));
    }

    [Theory, InlineData(PlanCode.Professional), InlineData(PlanCode.Business)]
    public void R56_R57_a_plan_without_conversations_is_licensed_by_seats_only(PlanCode plan)
    {
        var refused = new Life().Do(Life.Terms with { Plan = plan, Licensing = Licensing.ConversationBased, CommittedConversations = 10_000 });
        Assert.Equal((ErrorCode.InvalidInput, "licensing"), (refused.Error, refused.Field));
        var life = Life.Signed(Life.Terms with { Plan = PlanCode.Enterprise, Licensing = Licensing.ConversationBased, CommittedConversations = 10_000 });
        var reduced = life.Do(new ReduceNow(plan, null, null));
        Assert.Equal((ErrorCode.InvalidInput, "plan"), (reduced.Error, reduced.Field));
    }

    [Fact]
    public void R49_R52_R56_R57_R58_R59_A21_the_catalog_file_has_the_printed_figures()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root(), "src", "Silo", "catalog.json")));
        var plans = file.RootElement.GetProperty("plans").EnumerateArray().Select(plan => string.Join(' ', Figures(plan))).ToList();
        Assert.Equal(
        [
            "PROFESSIONAL 2500 5000 125 1250 - -", "BUSINESS 5000 10000 250 2500 - -", "ENTERPRISE 10000 20000 500 5000 150 3000",
            "ULTIMATE 20000 40000 1000 10000 300 4000",
        ], plans);
        var sizes = file.RootElement.GetProperty("objectSizes").EnumerateArray().Select(size => $"{size.GetProperty("kind").GetString()} {size.GetProperty("bytes").GetInt32()}");
        Assert.Equal(
            ["COMPANY 100", "CUSTOMER 100", "CONVERSATION 500", "MESSAGE 200", "ATTACHMENT 100", "EVENT 70", "NOTE 200", "KOBJECT 500", "CUSTOM_ATTRIBUTE 50"], sizes);
        Assert.Equal((5_000, 100), (file.RootElement.GetProperty("dataPricePerGb").GetInt32(), file.RootElement.GetProperty("attachmentPricePerGb").GetInt32()));

        static IEnumerable<string> Figures(JsonElement plan) =>
            [plan.GetProperty("code").GetString()!, .. Names.Select(name => plan.TryGetProperty(name, out var bytes) ? $"{bytes.GetInt64() / Mb}" : "-")];
    }

    [Fact]
    public void R49_units_are_decimal()
    {
        var life = Life.Signed();
        life.Gigabytes(1, 1);
        Assert.Equal((1_000L * 1_000 * 1_000, 1_000L * 1_000 * 1_000), (life.Storage().Data.Purchased, life.Storage().Attachments.Purchased));
    }

    [Fact]
    public void R60_A19_shares_of_the_default_sum_exactly_and_the_oldest_have_the_bytes_left_over() => Gen.Select(Gen.Int[1, 500], Gen.Long[0, 40 * Gb]).Sample((count, bytes) =>
    {
        var shares = Enumerable.Range(0, count).Select(rank => new StorageShare(count, rank).Of(bytes)).ToList();
        Assert.Equal(bytes, shares.Sum());
        Assert.Equal(shares.OrderDescending(), shares);
        Assert.True(shares[0] - shares[^1] <= 1);
    }, iter: 500);

    [Fact]
    public void R60_A19_only_the_default_is_divided()
    {
        var life = Life.Signed();
        life.Take(OrganizationRules.ShareStorage(life.State, life.Context, new(3, 1)));
        life.Gigabytes(1, 0);
        Assert.Equal(new PoolReport(0, 1_666_666_667, 2_500 * Mb, Gb), life.Storage().Data);
        Assert.Equal(new PoolReport(0, 3_333_333_333, 25_000 * Mb, 0), life.Storage().Attachments);
        Assert.Empty(OrganizationRules.ShareStorage(life.State, life.Context, new(3, 1)).Events);
    }

    [Fact]
    public void R61_A54_within_a_month_more_bytes_follow_the_present_licenses()
    {
        var life = Life.Signed();
        life.BuySeats(2);
        Assert.Equal((3_000 * Mb, 30_000 * Mb), (life.Storage().Data.Additional, life.Storage().Attachments.Additional));
        life.Upgrade(PlanCode.Enterprise);
        Assert.Equal((10_000 * Mb, 6_000 * Mb), (life.Storage().Data.Default, life.Storage().Data.Additional));
    }

    [Fact]
    public void R63_seasonal_and_collaborator_seats_add_none()
    {
        var plain = Life.Signed();
        var life = Life.Signed(Life.Terms with { CollaboratorSeats = 40 });
        life.BuySeats(7, SeatType.Collaborator);
        var season = new Season { Id = new("sea_1"), Name = "Summer", Window = BillingPeriod.OfSeason(new(2025, 1, 1), new(2025, 12, 31)), Seats = 500 };
        var state = life.State with { Seasons = life.State.Seasons.Add(season.Id, season) };
        Assert.Equal(plain.Storage().Data, StorageReport.Of(state, life.Catalog, life.Now).Data);
        Assert.Equal(plain.Storage().Attachments, StorageReport.Of(state, life.Catalog, life.Now).Attachments);
    }

    [Fact]
    public void R64_A22_averaged_licenses_count_for_the_data_pool_only()
    {
        var life = Life.Signed(Life.Terms with { UsageBasedLicense = true });
        life.AdvanceTo("2025-02-10");
        life.BuySeats(5);
        Assert.Equal((25 * 250 * Mb / 2, 15 * 2_500 * Mb), (life.Storage().Data.Additional, life.Storage().Attachments.Additional));
        life.AdvanceTo("2025-03-01");
        Assert.Equal((5_000 * Mb) + (25 * 250 * Mb / 2), life.State.Storage.Months[^1].DataAllocatedBytes);
        Assert.Equal(40 * 250 * Mb / 3, life.Storage().Data.Additional);
        Assert.Equal(3_333_333_333, life.Storage().Data.Additional);
    }

    [Fact]
    public void R64_A22_the_average_begins_anew_with_each_commitment()
    {
        var life = Life.Signed(Life.Terms with { UsageBasedLicense = true, TermMonths = 2 });
        life.AdvanceTo("2025-03-14T23:59:59Z");
        life.BuySeats(10);
        Assert.Equal(40 * 250 * Mb / 3, life.Storage().Data.Additional);
        life.AdvanceTo("2025-03-15");
        Assert.Equal(20 * 250 * Mb, life.Storage().Data.Additional);
        Assert.Equal((0L, 0), (life.State.Storage.LicenseSum, life.State.Storage.LicenseMonths));
    }

    [Fact]
    public void R64_a_trial_is_no_part_of_the_commitment()
    {
        var life = new Life();
        life.NewCard();
        life.Do(Life.Terms with { UsageBasedLicense = true, TrialDays = 30 });
        life.AdvanceTo("2025-02-13");
        Assert.Equal(1, life.State.Storage.LicenseMonths);
        life.AdvanceTo("2025-02-14");
        Assert.Equal(0, life.State.Storage.LicenseMonths);
    }

    [Fact]
    public void R47_a_sandbox_has_no_limits_pays_nothing_and_is_restricted_in_nothing()
    {
        var life = new Life(kind: OrganizationKind.Sandbox);
        life.NewCard();
        life.Do(Life.Terms);
        life.Data(900 * Gb);
        life.Attachments(900 * Gb);
        var refused = life.Gigabytes(1, 0);
        Assert.Equal(ErrorCode.InvalidInput, refused.Error);
        life.Enforce(StorageEnforcement.RestrictCreation);
        var report = life.Storage();
        Assert.Equal((new PoolReport(900 * Gb, 0, 0, 0), 0L, 0L), (report.Data, report.DataOver, report.AttachmentsOver));
        Assert.False(report.CreationRestricted);
        life.Enforce(StorageEnforcement.Charge);
        Assert.True(life.Storage().ProjectedOverage.IsZero);
        life.AdvanceTo("2025-02-10");
        var month = Assert.Single(life.State.Storage.Months);
        Assert.Equal((900 * Gb, 0L, 0L, (int?)null), (month.DataUsedBytes, month.DataAllocatedBytes, month.Overage.Minor, month.InvoiceNumber));
        Assert.Empty(life.Facts<StorageLimitCrossed>());
        Assert.Empty(life.Facts<StorageWarned>());
    }

    private static readonly string[] Names =
    [
        "dataBytes", "attachmentBytes", "dataBytesPerSeat", "attachmentBytesPerSeat", "dataBytesPerThousandConversations",
        "attachmentBytesPerThousandConversations",
    ];

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Billing.Orleans.sln"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("Billing.Orleans.sln");
        return folder.FullName;
    }
}

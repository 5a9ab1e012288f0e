using System.Collections.Immutable;
using Billing.Domain.Organizations;
using Billing.Domain.Storage;
using CsCheck;
using NodaTime;
using static Billing.Domain.Tests.Storage.StorageOrders;

namespace Billing.Domain.Tests.Storage;

/// <summary>What is measured, and what comes late, twice, out of order or wrong.</summary>
public class UsageTests
{
    private static readonly string[] Kinds = ["COMPANY", "CUSTOMER", "CONVERSATION", "MESSAGE", "ATTACHMENT", "EVENT", "NOTE", "KOBJECT", "CUSTOM_ATTRIBUTE"];

    [Fact]
    public void R50_there_are_two_pools_and_neither_counts_in_the_other()
    {
        var life = Life.Signed();
        life.Data(3 * Gb);
        life.Attachments(7 * Gb);
        Assert.Equal((3 * Gb, 7 * Gb), (life.Storage().Data.Used, life.Storage().Attachments.Used));
    }

    [Fact]
    public void R51_data_is_the_sum_over_kinds_of_count_times_size()
    {
        var life = Life.Signed();
        life.Do(new ReportUsage(Kinds.ToImmutableDictionary(kind => kind, kind => (long)Array.IndexOf(Kinds, kind) + 1), null, null, null));
        Assert.Equal((1 * 100) + (2 * 100) + (3 * 500) + (4 * 200) + (5 * 100) + (6 * 70) + (7 * 200) + (8 * 500) + (9 * 50), life.Storage().Data.Used);
        Assert.Equal(life.Storage().Data.Used, life.Storage().Objects.Sum(kind => kind.Bytes));
    }

    [Fact]
    public void R51_ten_to_the_twelfth_of_every_kind_does_not_overflow()
    {
        var life = Life.Signed();
        Assert.Null(life.Do(new ReportUsage(Kinds.ToImmutableDictionary(kind => kind, _ => 1_000_000_000_000), null, null, null)).Error);
        Assert.Equal(1_820_000_000_000_000, life.Storage().Data.Used);
        Assert.True(life.AdvanceTo("2025-02-01"));
        Assert.Equal(5_000 * 1_819_993L, life.Last.Subtotal.Minor);
    }

    [Fact]
    public void R53_A23_kobject_data_is_metered_and_shown_and_in_neither_pool()
    {
        var life = Life.Signed();
        life.Count("KOBJECT", 4);
        life.Do(new ReportUsage(ImmutableDictionary<string, long>.Empty, null, 900 * Gb, null));
        Assert.Equal(900 * Gb, life.State.Storage.KObjectDataBytes);
        Assert.Equal((2_000L, 0L), (life.Storage().Data.Used, life.Storage().Attachments.Used));
        life.AdvanceTo("2025-02-01");
        Assert.Null(Assert.Single(life.State.Storage.Months).InvoiceNumber);
    }

    [Fact]
    public void A23_an_attachment_counts_as_a_record_in_data_and_by_its_content_in_attachments()
    {
        var life = Life.Signed();
        life.Count("ATTACHMENT", 1);
        life.Batch("b", [2_500]);
        Assert.Equal((100L, 3_000L), (life.Storage().Data.Used, life.Storage().Attachments.Used));
    }

    [Theory]
    [InlineData(0, 0), InlineData(1, 1_000), InlineData(999, 1_000), InlineData(1_000, 1_000), InlineData(1_001, 2_000)]
    [InlineData(1_000_000_000_000_000, 1_000_000_000_000_000), InlineData(999_999_999_999_001, 1_000_000_000_000_000)]
    public void R54_each_file_is_rounded_up_to_the_next_kilobyte(long size, long bytes)
    {
        var life = Life.Signed();
        life.Batch("b", [size]);
        Assert.Equal(bytes, life.Storage().Attachments.Used);
        life.Batch("c", [], size);
        Assert.Equal(0, life.Storage().Attachments.Used);
    }

    [Fact]
    public void R54_files_are_rounded_one_by_one_and_removals_may_come_before_their_additions()
    {
        var life = Life.Signed();
        life.Batch("removed", [], 1_500, 1);
        Assert.Equal(0, life.Storage().Attachments.Used);
        life.Batch("added", [1_500, 1, 1, 1]);
        Assert.Equal(2_000, life.Storage().Attachments.Used);
    }

    [Fact]
    public void A54_kinds_left_out_are_unchanged()
    {
        var life = Life.Signed();
        life.Count("MESSAGE", 10);
        life.Attachments(77);
        life.Count("NOTE", 3);
        Assert.Equal((2_600L, 77L), (life.Storage().Data.Used, life.Storage().Attachments.Used));
        life.Count("MESSAGE", 0);
        Assert.Equal(600, life.Storage().Data.Used);
    }

    [Fact]
    public void A54_an_older_measurement_changes_nothing_and_an_equal_one_takes_the_later_arrival()
    {
        var life = Life.Signed();
        life.Count("MESSAGE", 10, "2025-01-15T09:00:00Z");
        var facts = life.Journal.Count;
        life.Count("MESSAGE", 99, "2025-01-15T08:59:59Z");
        life.Count("MESSAGE", 10, "2025-01-15T09:00:00Z");
        Assert.Equal(facts, life.Journal.Count);
        life.Count("MESSAGE", 11, "2025-01-15T09:00:00Z");
        Assert.Equal(2_200, life.Storage().Data.Used);
        life.Count("NOTE", 1, "2025-01-15T08:00:00Z");
        Assert.Equal(2_400, life.Storage().Data.Used);
        Assert.Equal(Life.At("2025-01-15T09:00:00Z"), life.State.Storage.MeasuredAt);
    }

    [Fact]
    public void A54_a_total_that_comes_late_keeps_the_batches_recorded_after_it()
    {
        var life = Life.Signed();
        life.Batch("a", [10 * Kb]);
        life.AdvanceTo("2025-01-16");
        life.Batch("b", [5 * Kb]);
        life.AdvanceTo("2025-01-17");
        life.Attachments(100 * Kb, "2025-01-15T20:00:00Z");
        Assert.Equal(105 * Kb, life.Storage().Attachments.Used);
        life.Attachments(300 * Kb, "2025-01-15T19:00:00Z");
        Assert.Equal(105 * Kb, life.Storage().Attachments.Used);
        life.Attachments(104 * Kb);
        Assert.Equal(104 * Kb, life.Storage().Attachments.Used);
    }

    [Fact]
    public void A54_the_order_of_reports_does_not_matter_for_the_final_totals() =>
        Gen.Select(Gen.Select(Gen.Int[0, 8], Gen.Long[0, 1_000_000], Gen.Int[0, 3]).Array[1, 12], Gen.Int[0, 1_000_000]).Sample((reports, seed) =>
        {
            var (ordered, shuffled) = (Life.Signed(), Life.Signed());
            ordered.AdvanceTo("2025-01-20");
            shuffled.AdvanceTo("2025-01-20");
            var orders = reports.Select((report, index) => new ReportUsage(
                report.Item3 < 2 ? ImmutableDictionary<string, long>.Empty.Add(Kinds[report.Item1], report.Item2) : ImmutableDictionary<string, long>.Empty,
                report.Item3 is 1 or 2 ? report.Item2 : null, report.Item3 == 3 ? report.Item2 : null,
                Life.At("2025-01-15T10:00:00Z") + Duration.FromMinutes(index))).ToList();
            foreach (var order in orders) Assert.Null(ordered.Do(order).Error);
            foreach (var order in orders.Concat(orders).OrderBy(order => HashCode.Combine(seed, order.MeasuredAt!.Value.ToUnixTimeTicks() ^ seed)))
                Assert.Null(shuffled.Do(order).Error);
            Assert.Equal(Totals(ordered), Totals(shuffled));
        }, iter: 100);

    [Theory]
    [InlineData(89, false), InlineData(91, true)]
    public void R54_a_batch_repeated_is_known_for_90_days(int days, bool countedAgain)
    {
        var life = Life.Signed();
        life.Batch("b", [10 * Kb, 20 * Kb], 1);
        var facts = life.Journal.Count;
        Assert.Null(life.Batch("b", [10 * Kb, 20 * Kb], 1).Error);
        Assert.Equal(facts, life.Journal.Count);
        life.AdvanceTo(life.Now + Duration.FromDays(days));
        life.Batch("b", [10 * Kb, 20 * Kb], 1);
        Assert.Equal(countedAgain ? 58 * Kb : 29 * Kb, life.Storage().Attachments.Used);
    }

    [Theory]
    [InlineData(-1, true), InlineData(0, false)]
    public void R54_a_batch_id_with_other_content_is_refused_until_the_90_days_are_over(int ticks, bool refused)
    {
        var life = Life.Signed();
        life.Batch("b", [10 * Kb], 1);
        life.AdvanceTo(life.Now + Duration.FromDays(90) + Duration.FromTicks(ticks));
        var answer = life.Batch("b", [10 * Kb, 1]);
        Assert.Equal(refused ? (ErrorCode.IdempotencyKeyReused, "batchId") : (null, null), (answer.Error, answer.Field));
    }

    [Fact]
    public void R54_many_batches_are_forgotten_in_time_and_their_files_are_not()
    {
        var life = Life.Signed(Life.AnnualTerms);
        for (var batch = 0; batch < 200; batch++)
        {
            life.Batch($"b{batch}", [1]);
            life.AdvanceTo(life.Now + Duration.FromDays(1));
        }

        Assert.Equal(200 * Kb, life.Storage().Attachments.Used);
        Assert.InRange(life.State.Storage.Batches.Count, 90, 90 + 64);
    }

    [Fact]
    public void R54_a_total_older_than_the_batches_that_are_remembered_is_not_believed()
    {
        var life = Life.Signed(Life.AnnualTerms);
        life.AdvanceTo("2025-02-15");
        life.Batch("a", [10 * Kb]);
        life.AdvanceTo("2025-07-01");
        life.Attachments(Kb, "2025-02-01T00:00:00Z");
        Assert.Equal(10 * Kb, life.Storage().Attachments.Used);
        life.Attachments(Kb, "2025-06-01T00:00:00Z");
        Assert.Equal(Kb, life.Storage().Attachments.Used);
    }

    [Fact]
    public void R51_bad_input_names_its_field()
    {
        var life = Life.Signed();
        Refused("objects", life.Count("MESSAGE", -1), life.Count("MESSAGE", 1_000_000_000_001), life.Count("PARROT", 1));
        Refused("attachmentBytes", life.Attachments(-1), life.Attachments(1_000_000_000_000_000_001));
        Refused("kobjectDataBytes", life.Do(new ReportUsage(ImmutableDictionary<string, long>.Empty, null, -1, null)));
        Refused("added", life.Batch("b", []), life.Batch("b", [-1]), life.Batch("b", [1_000_000_000_000_001]));
        Refused("removed", life.Batch("b", [], -1), life.Batch("b", [], 1_000_000_000_000_001));
        Refused("added", life.Batch("b", [.. Enumerable.Repeat(1_000_000_000_000_000L, 1_001)]));
        Assert.Null(life.Batch("b", [.. Enumerable.Repeat(1_000_000_000_000_000L, 1_000)]).Error);
        Refused("added", life.Batch("c", [1]));
        Assert.Null(life.Count("MESSAGE", 1_000_000_000_000).Error);
        Assert.Null(life.Attachments(1_000_000_000_000_000_000).Error);
    }

    [Theory]
    [InlineData("2025-01-15T09:35:00Z", true), InlineData("2025-01-15T09:35:00.0000001Z", false)]
    public void A54_a_measurement_may_be_five_minutes_ahead_and_then_is_of_now(string measuredAt, bool accepted)
    {
        var life = Life.Signed();
        var answer = life.Count("MESSAGE", 1, measuredAt);
        if (!accepted) Refused("measuredAt", answer);
        else Assert.Equal(life.Now, life.State.Storage.MeasuredAt);
    }

    [Fact]
    public void R51_the_meters_run_without_a_contract_and_while_locked()
    {
        var pending = new Life();
        Assert.Null(pending.Data(900 * Gb).Error);
        Assert.Equal((900 * Gb, 0L, 0L), (pending.Storage().Data.Used, pending.Storage().Data.Allocated, pending.Storage().DataOver));
        var locked = Life.Locked();
        Assert.Null(locked.Attachments(900 * Gb).Error);
        Assert.Null(locked.Batch("b", [1]).Error);
        Assert.Equal((900 * Gb) + Kb, locked.Storage().Attachments.Used);
    }

    private static void Refused(string field, params Answer[] answers) =>
        Assert.All(answers, answer => Assert.Equal((ErrorCode.InvalidInput, field), (answer.Error, answer.Field)));

    private static string Totals(Life life) => string.Join(' ', life.State.Storage.Objects.OrderBy(total => total.Key, StringComparer.Ordinal))
        + life.State.Storage.ReportedAttachments + life.State.Storage.KObjectData + life.State.Storage.AttachmentBytes + life.State.Storage.MeasuredAt;
}

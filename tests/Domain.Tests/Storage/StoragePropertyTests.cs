using System.Collections.Immutable;
using System.Numerics;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Storage;
using CsCheck;
using NodaTime;
using static Billing.Domain.Tests.Storage.StorageOrders;

namespace Billing.Domain.Tests.Storage;

/// <summary>Storage against exact fractions, and histories at random. A failure prints its seed: set CsCheck_Seed to repeat it.</summary>
public class StoragePropertyTests
{
    /// <summary>The oracle's own figures, in megabytes as the help pages print them, by plan: default, for each license, for each thousand conversations.</summary>
    private static readonly (int Default, int License, int Thousand)[] DataMb = [(2_500, 125, 0), (5_000, 250, 0), (10_000, 500, 150), (20_000, 1_000, 300)];
    private static readonly (int Default, int License, int Thousand)[] AttachmentMb = [(5_000, 1_250, 0), (10_000, 2_500, 0), (20_000, 5_000, 3_000), (40_000, 10_000, 4_000)];

    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Select(Gen.Enum<PlanCode>(), Gen.Bool, Gen.Bool, Gen.Int[0, 200_000], Gen.Int[0, 50_000_000]),
        Gen.Select(Gen.Int[1, 60], Gen.Int[0, 59], Gen.Int[0, 200_000].Array[0, 24]),
        Gen.Select(Gen.Int[0, 3_000], Gen.Int[0, 3_000], Gen.Long[0, 1_000_000_000_000], Gen.Long[0, 2_000_000_000_000_000]))
        .Select((terms, share, usage) => new Case(
            terms.Item1, terms.Item2, terms.Item3, terms.Item4, terms.Item5, share.Item1, share.Item2 % share.Item1, share.Item3, usage.Item1, usage.Item2, usage.Item3, usage.Item4));

    [Fact]
    public void R55_R60_R64_R67_A19_A20_A22_A24_storage_is_what_exact_fractions_say() => Cases.Sample(given =>
    {
        var life = Life.Signed(Life.AnnualTerms with
        {
            Plan = given.Plan, Licensing = given.ByConversation ? Licensing.ConversationBased : Licensing.SeatBased, UsageBasedLicense = given.Averaged,
            CommittedConversations = given.Conversations,
        });
        var state = life.State with
        {
            Contract = life.Contract with { FullTimeSeats = given.Seats },
            Storage = life.State.Storage with
            {
                Share = new(given.Organizations, given.Rank), PurchasedDataGb = given.DataGb, PurchasedAttachmentGb = given.AttachmentGb,
                LicenseSum = given.MonthEnds.Sum(seats => (long)seats), LicenseMonths = given.MonthEnds.Length,
                Objects = ImmutableDictionary<string, Measured>.Empty.Add("EVENT", new(given.Events, life.Now)), ReportedAttachments = new(given.Bytes, life.Now),
            },
        };
        var report = StorageReport.Of(state, life.Catalog, life.Now);
        var (data, attachments) = (Allowed(given, DataMb, given.DataGb, given.Averaged), Allowed(given, AttachmentMb, given.AttachmentGb, averaged: false));
        Assert.Equal(data, report.Data.Allocated);
        Assert.Equal(attachments, report.Attachments.Allocated);
        var cost = (5_000 * Gigabytes((70 * new BigInteger(given.Events)) - data)) + (100 * Gigabytes(given.Bytes - attachments));
        Assert.Equal(cost, report.ProjectedOverage.Minor);
    }, iter: 1_000);

    [Fact]
    public void P16_a_jump_comes_to_the_same_as_a_walk_with_usage_purchases_and_month_ends() =>
        Gen.Select(Gen.Int[0, 1460], Gen.Select(Gen.Int[1, 400], Gen.Int[0, 8], Gen.Long[0, 60]).Array[1, 15], Gen.Int[1, 30], Gen.Bool.Array[0, 20], Gen.Int[0, 2])
            .Sample((day, orders, step, bank, kind) =>
            {
                var (jump, walk) = (Start(day, kind, bank), Start(day, kind, bank));
                foreach (var (hours, order, size) in orders)
                {
                    var until = jump.Now + Duration.FromHours(hours);
                    jump.AdvanceTo(until);
                    while (walk.Now < until) walk.AdvanceTo(Instant.Min(until, walk.Now + Duration.FromHours(step)));
                    Act(jump, order, size);
                    Act(walk, order, size);
                }

                var end = jump.Now + Duration.FromDays(70);
                jump.AdvanceTo(end);
                while (walk.Now < end) walk.AdvanceTo(Instant.Min(end, walk.Now + Duration.FromHours(step * 7)));
                Assert.Equal(Snapshot.Of(jump.State), Snapshot.Of(walk.State));
                MonthsTile(jump);
            }, iter: 60);

    [Fact]
    public void P12_months_that_end_while_nobody_is_awake_are_dated_when_they_ended()
    {
        var life = Life.Signed(Life.AnnualTerms, testClock: false);
        life.Gigabytes(1, 0);
        life.SleepUntil("2025-05-20T10:00:00Z");
        Assert.Equal([1, 2, 3, 4], life.State.Storage.Months.Select(month => month.Month.Month));
        Assert.Equal(["2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01"], life.State.Invoices.Skip(1).Select(invoice => invoice.IssuedAt.ToString()[..10]));
    }

    private static BigInteger Allowed(Case given, (int Default, int License, int Thousand)[] figures, int purchased, bool averaged)
    {
        var (byDefault, license, thousand) = figures[(int)given.Plan];
        var whole = new BigInteger(byDefault) * Mb;
        var share = BigInteger.DivRem(whole, given.Organizations, out var left) + (given.Rank < left ? 1 : 0);
        BigInteger more;
        if (given.ByConversation) more = given.Conversations * new BigInteger(thousand) * 1_000;
        else if (!averaged) more = given.Seats * new BigInteger(license) * Mb;
        else more = given.MonthEnds.Append(given.Seats).Aggregate(BigInteger.Zero, (sum, seats) => sum + seats) * license * Mb / (given.MonthEnds.Length + 1);
        return share + more + (purchased * new BigInteger(Gb));
    }

    private static BigInteger Gigabytes(BigInteger over)
    {
        if (over <= 0) return 0;
        var whole = BigInteger.DivRem(over, Gb, out var begun);
        return begun.IsZero ? whole : whole + 1;
    }

    private static Life Start(int day, int kind, bool[] bank)
    {
        var life = new Life(new LocalDate(2024, 1, 1).PlusDays(day).AtUtcMidnight().Plus(Duration.FromHours(7)).ToString());
        if (kind != 1) life.NewCard();
        life.Do(kind switch
        {
            0 => Life.Terms with { UsageBasedLicense = true, TermMonths = 2 },
            1 => Life.Terms with { Collection = Collection.SendInvoice },
            _ => Life.AnnualTerms with { Plan = PlanCode.Enterprise, Licensing = Licensing.ConversationBased, CommittedConversations = 2_345, TaxRatePpm = 77_000 },
        });
        life.Says([.. bank.Select(yes => yes ? BankWord.Yes : BankWord.No())]);
        return life;
    }

    private static void Act(Life life, int order, long size)
    {
        switch (order)
        {
            case 0 or 1: life.Data(size * Gb / 3 / 200 * 200); break;
            case 2: life.Attachments((size * Gb) + size); break;
            case 3: life.Batch($"{life.Now}", [size, size * Mb, size * Gb], size * Kb); break;
            case 4: life.Gigabytes((int)size % 3, (int)size % 5); break;
            case 5: life.BuySeats(1 + ((int)size % 4)); break;
            case 6: life.Enforce((StorageEnforcement)(size % 3)); break;
            case 7: life.Attachments(size * Gb, (life.Now - Duration.FromHours((int)size)).ToString()); break;
            default: life.NewCard($"pm_card_{1_000 + size}"); break;
        }
    }

    /// <summary>One month after the other, none twice; gaps only where the organization was locked.</summary>
    private static void MonthsTile(Life life)
    {
        var months = life.State.Storage.Months.Select(month => month.Month).ToList();
        Assert.Equal(months.Distinct().Order(), months);
        var wasLocked = life.Facts<AccountStatusChanged>().Any(changed => changed.After == AccountState.BillingOnly);
        if (!wasLocked && months.Count > 0) Assert.Equal(months.Select((_, index) => months[0].PlusMonths(index)), months);
        Assert.All(life.State.Storage.Months, month => Assert.True(month.Overage.IsZero || month.InvoiceNumber is not null));
    }

    private sealed record Case(
        PlanCode Plan, bool WantsConversations, bool Averaged, int Seats, int Conversations, int Organizations, int Rank, int[] MonthEnds, int DataGb, int AttachmentGb,
        long Events, long Bytes)
    {
        /// <summary>Legacy plans are licensed by seats only (R56, R57).</summary>
        public bool ByConversation => WantsConversations && Plan >= PlanCode.Enterprise;
    }
}

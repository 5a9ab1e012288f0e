using BenchmarkDotNet.Attributes;
using Billing.Domain;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Credits;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Pricing;
using Billing.Domain.Seats;
using Billing.Domain.Tax;
using NodaTime;

namespace Billing.Bench.Pricing;

/// <summary>A preview and ten years of a monthly organization, decided and applied without any store, against one rounding.</summary>
[MemoryDiagnoser, ShortRunJob]
public class PricingBenchmark
{
    private static readonly Instant Start = Instant.FromUtc(2025, 1, 31, 0, 0);

    private readonly Money price = new(9_900, Currency.Usd);
    private readonly OrganizationState state = Signed();
    private readonly DecisionContext context = Context(Start + Duration.FromDays(10));

    [Benchmark(Baseline = true, Description = "one proration")]
    public Money Proration() => price.Prorate(7, 12, 31);

    [Benchmark(Description = "seat purchase preview")]
    public PreviewResult Preview() => Previews.Seats(state, context, 7, SeatType.FullTime);

    [Benchmark(Description = "ten years, monthly: 120 renewals")]
    public int TenYears() => Timeline.Until(state, context, Instant.FromUtc(2035, 1, 31, 0, 0))!.Value.Length;

    private static DecisionContext Context(Instant now) => new(
        now, now, Actor.System, TestCatalog(), new BillingPolicy(30), new Ids(), ContractTax.Instance);

    private static OrganizationState Signed()
    {
        var owner = new Member
        {
            Id = new("mem_owner"),
            Name = "O",
            Email = "o@bench.example",
            Type = MemberType.FullTime,
            Status = MemberStatus.Active,
            Permissions = [],
            IsOwner = true,
            InvitedAt = Start,
        };
        var price = new Money(9_900, Currency.Usd);
        var contract = new Contract
        {
            Plan = PlanCode.Enterprise,
            Licensing = Licensing.SeatBased,
            Interval = BillingInterval.Monthly,
            FullTimeSeats = 10,
            CollaboratorSeats = 0,
            SeatPrice = price,
            CollaboratorSeatPrice = price,
            PlanPrices = [],
            AddOns = [],
            TermMonths = 12,
            Anchor = new(2025, 1, 31),
            TaxRatePpm = 88_750,
            Billed = BilledInPeriod.Nothing(Currency.Usd),
        };
        return new OrganizationState
        {
            Id = new("org_bench"),
            AccountId = new("acc_bench"),
            Name = "Bench",
            Kind = OrganizationKind.Production,
            TimeZone = "UTC",
            CreatedAt = Start,
            Sequence = 1,
            PublicSequence = 1,
            LastEventAt = Start,
            Status = new(AccountState.Active, null, Start, null),
            Contract = contract,
            Members = Roster.Empty.With(owner),
            Payment = PaymentDetails.None with { CustomerId = "cus_1", Card = new("pm_1", "visa", "4242", 12, 2034) },
            Credit = CreditLedger.Empty(Currency.Usd),
        };
    }

    private static Catalog TestCatalog() => new(
        Currency.Usd,
        [.. Enum.GetValues<PlanCode>().Select(code => new Plan(code, code.ToString(), false, 9_900, 100_000, 1_000, 10_000, 1, 1, 1, 1, null, null))],
        [], 5_000, 100, [], new("*", 50, 99_999_999));

    private sealed class Ids : IIdSource
    {
        private int count;

        public InvoiceId NewInvoiceId() => new($"inv_{++count}");

        public MemberId NewMemberId() => new($"mem_{++count}");

        public MailId NewMailId() => new($"mail_{++count}");

        public SeasonId NewSeasonId() => new($"sea_{++count}");

        public AdHocRequestId NewAdHocRequestId() => new($"adh_{++count}");
    }
}

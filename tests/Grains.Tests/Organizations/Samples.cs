using System.Collections.Immutable;
using Billing.Contracts.Organizations;
using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;
using Billing.Domain.Seats;
using NodaTime;

namespace Billing.Grains.Tests.Organizations;

/// <summary>What the engine's tests start from.</summary>
internal static class Samples
{
    public static readonly OrganizationId Organization = new("org_1");

    /// <summary>A day in the middle of nothing: no month end, no leap day.</summary>
    public static readonly Instant Start = Instant.FromUtc(2025, 3, 10, 9, 0);

    public static readonly Actor Staff = new("staff_1", true);

    public static Catalog Catalog { get; } = new(
        Currency.Of("USD"),
        [Plan(PlanCode.Professional, 4_900), Plan(PlanCode.Business, 6_900), Plan(PlanCode.Enterprise, 8_900), Plan(PlanCode.Ultimate, 13_900)],
        [new("MESSAGE", 200)], 5_000, 100, [new("USD", 50, 99_999_999)], new("USD", 50, 99_999_999));

    public static Instant Utc(int year, int month, int day, int hour = 0, int minute = 0) => Instant.FromUtc(year, month, day, hour, minute);

    public static OrganizationOrder Order(Instant at, Instant? testClock) => new(
        Organization, new("acc_1"), "Acme", OrganizationKind.Production, "UTC", testClock, new("mem_owner"), "Olga Owner", "olga@example.com", at, "staff_1");

    public static StartContract Contract(
        BillingInterval interval = BillingInterval.Monthly, int seats = 10, int? trialDays = null, Collection collection = Collection.ChargeCard) => new(
        PlanCode.Enterprise, interval, Licensing.SeatBased, seats, 0, null, null, null, ImmutableArray<PlanPriceTerm>.Empty, "USD",
        ImmutableArray<AddOnTerm>.Empty, 12, trialDays, false, 88_750, collection);

    public static PurchaseSeats Seats(int count = 3) => new(count, SeatType.FullTime, null);

    public static PreviewOrder SeatsPreview(int count = 3) => new(PreviewKind.Seats, count, SeatType.FullTime, null);

    public static PreviewOrder PlanPreview(PlanCode plan) => new(PreviewKind.PlanChange, null, SeatType.FullTime, plan);

    private static Plan Plan(PlanCode code, long monthly) =>
        new(code, code.ToString(), false, monthly, monthly * 10, 1_000, 10_000, 1, 1, 1, 1, null, null);

    internal sealed class Deployment : IDeploymentSettings
    {
        public string DeploymentId => "dep_1";

        public ReadOnlyMemory<byte> TokenSecret { get; } = new byte[32];
    }
}

using Billing.Domain.Catalog;

namespace Billing.Domain.Tests;

/// <summary>The tests' own prices, round enough to be checked by hand. Annual is ten times monthly.</summary>
public static class TestCatalog
{
    public static Catalog.Catalog Value { get; } = new(
        Currency.Usd,
        [
            Plan(PlanCode.Professional, "Professional", legacy: true, 3_000),
            Plan(PlanCode.Business, "Business", legacy: false, 6_000),
            Plan(PlanCode.Enterprise, "Enterprise", legacy: false, 9_000),
            Plan(PlanCode.Ultimate, "Ultimate", legacy: false, 15_000),
        ],
        [new("MESSAGE", 200)],
        5_000, 100,
        [new("USD", 50, 99_999_999), new("JPY", 50, 99_999_999)],
        new("", 50, 99_999_999));

    private static Plan Plan(PlanCode code, string name, bool legacy, long monthly) =>
        new(code, name, legacy, monthly, monthly * 10, monthly / 3, monthly * 10 / 3, 0, 0, 0, 0, null, null);
}

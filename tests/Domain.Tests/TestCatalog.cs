using Billing.Domain.Catalog;

namespace Billing.Domain.Tests;

/// <summary>The tests' own prices, round enough to be checked by hand (annual is ten times monthly), with the sizes and allocations as printed.</summary>
public static class TestCatalog
{
    private const long Gb = 1_000_000_000;
    private const long Mb = 1_000_000;

    public static Catalog.Catalog Value { get; } = new(
        Currency.Usd,
        [
            Plan(PlanCode.Professional, "Professional", legacy: true, 3_000, (2_500 * Mb, 5 * Gb), (125 * Mb, 1_250 * Mb), null),
            Plan(PlanCode.Business, "Business", legacy: false, 6_000, (5 * Gb, 10 * Gb), (250 * Mb, 2_500 * Mb), null),
            Plan(PlanCode.Enterprise, "Enterprise", legacy: false, 9_000, (10 * Gb, 20 * Gb), (500 * Mb, 5 * Gb), (150 * Mb, 3 * Gb)),
            Plan(PlanCode.Ultimate, "Ultimate", legacy: false, 15_000, (20 * Gb, 40 * Gb), (1 * Gb, 10 * Gb), (300 * Mb, 4 * Gb)),
        ],
        [
            new("COMPANY", 100), new("CUSTOMER", 100), new("CONVERSATION", 500), new("MESSAGE", 200), new("ATTACHMENT", 100), new("EVENT", 70),
            new("NOTE", 200), new("KOBJECT", 500), new("CUSTOM_ATTRIBUTE", 50),
        ],
        5_000, 100,
        [new("USD", 50, 99_999_999), new("JPY", 50, 99_999_999)],
        new("", 50, 99_999_999));

    private static Plan Plan(
        PlanCode code, string name, bool legacy, long monthly, (long Data, long Attachments) byDefault, (long Data, long Attachments) perSeat,
        (long Data, long Attachments)? perThousand) =>
        new(code, name, legacy, monthly, monthly * 10, monthly / 3, monthly * 10 / 3, byDefault.Data, byDefault.Attachments, perSeat.Data, perSeat.Attachments,
            perThousand?.Data, perThousand?.Attachments);
}

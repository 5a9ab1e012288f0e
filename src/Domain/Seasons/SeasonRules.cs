using Billing.Domain.Organizations;

namespace Billing.Domain.Seasons;

internal static class SeasonRules
{
    public static Decision Set(Turn turn, SetSeason command) => throw new NotSupportedException($"{turn.At} {command}");

    public static Decision Remove(Turn turn, RemoveSeason command) => throw new NotSupportedException($"{turn.At} {command}");
}

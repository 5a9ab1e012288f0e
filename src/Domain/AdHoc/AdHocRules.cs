using Billing.Domain.Organizations;

namespace Billing.Domain.AdHoc;

internal static class AdHocRules
{
    public static Decision Request(Turn turn, RequestAdHocSeats command) => throw new NotSupportedException($"{turn.At} {command}");

    public static Decision Resolve(Turn turn, ResolveAdHocSeats command) => throw new NotSupportedException($"{turn.At} {command}");
}

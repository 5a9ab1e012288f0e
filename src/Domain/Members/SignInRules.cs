using Billing.Domain.Organizations;

namespace Billing.Domain.Members;

internal static class SignInRules
{
    public static Decision Record(Turn turn, RecordSignIn command) => throw new NotSupportedException($"{turn.At} {command}");
}

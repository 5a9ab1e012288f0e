namespace Billing.Domain.Organizations;

/// <summary>Codes of refusals, as the API names them.</summary>
public enum ErrorCode
{
    InvalidInput,
    PaymentMethodRequired,
    PaymentDeclined,
    PaymentActionRequired,
    PreviewExpired,
    PreviewStale,
    IdempotencyKeyReused,
    CannotDecrease,
    NotAnUpgrade,
    NoSeatAvailable,
    SeasonFull,
    SeasonEnded,
    NoSeasonalContract,
    MemberExists,
    NoSubscription,
    AlreadyCanceled,
    NotCanceled,
    Locked,
    NotATestAccount,
    ClockMovesForward,
    Conflict,
    PaymentPending,
    InvoiceNotOpen,
    RefundTooLarge,
    NoAccess,
}

/// <summary>A rule that says no: data, not an exception. Programs read the code, people the message.</summary>
/// <param name="Field">The input's field, where one is to blame.</param>
public sealed record RuleError(ErrorCode Code, string Message, string? Field = null)
{
    public static RuleError Invalid(string field, string message) => new(ErrorCode.InvalidInput, message, field);
}

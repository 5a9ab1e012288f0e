namespace Billing.Domain.Organizations;

/// <summary>Idempotency keys (D4): the answer's reference is an event of the decision itself.</summary>
public static class Keys
{
    internal static void Use(Turn turn, int? invoiceNumber, MemberId? memberId, bool forever, SeasonId? seasonId = null, AdHocRequestId? adHocRequestId = null)
    {
        if (turn.Context.Key is { } key)
            turn.Record(new KeyUsed(key.Hash, new(key.InputHash, invoiceNumber, memberId, turn.At, forever, seasonId, adHocRequestId)));
    }

    /// <summary>The use of a key, where it was used; looked up before anything else is judged.</summary>
    public static KeyUse? Find(OrganizationState state, KeyClaim? key) =>
        key is not null && state.Keys.TryGetValue(key.Hash, out var use) ? use : null;
}

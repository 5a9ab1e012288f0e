namespace Billing.Simulation.Tests.Bugs;

/// <summary>Mistakes that are planted, one at a time, to see whether the simulation finds them. Each stands between the engine and what it reaches;
/// nothing of the product knows of it.</summary>
internal enum Bug
{
    None,

    // ---- at the payment provider
    ConfirmedBeforeTheIdIsStored,
    NewKeyAfterATimeOut,
    RefundNotLookedUpFirst,
    TimeOutTakenForADecline,
    DeclineTakenForSuccess,
    ProcessingTakenForSuccess,
    ActionRequiredTakenForSuccess,
    VoidWithoutCancel,
    CancelThatCameTooLateBelieved,
    WebhookBelieved,
    AmountInTheWrongUnit,
    StoredFailureAskedAgain,
    IntentsNotFound,
    EarlierDeclineTakenForThisOne,

    // ---- at the journal
    ConflictSwallowed,
    TimeOutTakenForWritten,
    AppendRetriedInPlace,
    AppendWithoutTheFence,
    AcknowledgedBeforeDurable,
    AppendNotAtomic,
    PublicNumberFromASequence,
    IdentityColumnForTheFeed,
    MailRowsForgotten,
    DatedByTheWallClock,
    GraceOf71Hours,
    OnlyTheSnapshotRead,
    RefusalNotFenced,

    // ---- on the way out
    PublishedBeforeTheCommit,
    RedisPayloadBelieved,
    PollForgotten,
    FeedPageOneTooFar,
    FailedMailMarkedSent,
    MailSentInTheBackground,

    // ---- around it
    IdsStartAgainWithTheProcess,
    KeyNotPassedOn,
    ClockGuardMissing,
}

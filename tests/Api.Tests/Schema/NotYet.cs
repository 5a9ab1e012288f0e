namespace Billing.Api.Tests.Schema;

/// <summary>What the contract names and this program does not serve yet. A name that is served must leave this list.</summary>
internal static class NotYet
{
    /// <summary>Seasons, storage and ad hoc seats, the rest of member management, subscriptions.</summary>
    public static IReadOnlySet<string> Types { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Date", "Season", "SeasonState", "SeasonUsage", "LocalWindow", "SeasonChanged", "SetSeasonInput", "RemoveSeasonInput", "SeasonPayload",
        "StorageReport", "StorageMonth", "StorageForecast", "StoragePool", "StorageEnforcement", "StorageLimitCrossed", "ObjectCount", "ObjectCountInput",
        "AddStorageInput", "SetStorageEnforcementInput", "ReportUsageInput", "RecordAttachmentsInput",
        "AdHocSeatRequest", "AdHocState", "AdHocSeatRequestConnection", "AdHocSeatRequestEdge", "RequestAdHocSeatsInput", "ResolveAdHocSeatsInput", "AdHocPayload",
        "UpdateMemberInput", "RemoveMemberInput", "RecordSignInInput", "CreatePortalSessionInput", "PortalSessionPayload",
        "Subscription",
    };

    public static IReadOnlySet<string> Fields { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Query.adHocRequests",
        "Organization.seasons", "Organization.availableSeasons", "Organization.storage", "Organization.adHocRequests", "SeatUsage.seasonal", "Member.seasons",
        "Mutation.setSeason", "Mutation.removeSeason", "Mutation.resolveAdHocSeats", "Mutation.addStorage", "Mutation.setStorageEnforcement",
        "Mutation.requestAdHocSeats", "Mutation.updateMember", "Mutation.removeMember", "Mutation.resendInvitation", "Mutation.transferOwnership",
        "Mutation.reportUsage", "Mutation.recordAttachments", "Mutation.recordSignIn", "Mutation.createPortalSession",
    };
}

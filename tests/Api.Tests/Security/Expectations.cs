namespace Billing.Api.Tests.Security;

/// <summary>Who is tried against each field.</summary>
internal enum Who
{
    Anonymous,
    Expired,
    Stranger,
    Plain,
    Biller,
    Manager,
    Owner,
    Staff,
    Service,
}

/// <summary>What each caller must get: U not signed in, 0 not found, - forbidden, + let through. One letter for each of <see cref="Who"/>.</summary>
internal static class Expectations
{
    private const string AnyCaller = "UU+++++++";
    private const string Members = "UU0++++++";
    private const string Money = "UU0-+-+++";
    private const string People = "UU0--++++";
    private const string MoneyOrPeople = "UU0-+++++";
    private const string SelfOrPeople = "UU0+-++++";
    private const string Lists = "UU-----++";
    private const string StaffWrites = "UU-----+-";
    private const string MoneyWrites = "UU0-+-++-";
    private const string PeopleWrites = "UU0--+++-";
    private const string OwnerWrites = "UU0---++-";
    private const string ServiceWrites = "UU------+";

    /// <summary>A field that is not in here fails its test: whoever adds one decides who may.</summary>
    public static IReadOnlyDictionary<string, string> Rows { get; } = Table(
        ("Query", AnyCaller, "viewer catalog"),
        ("Query", Members, "organization account"),
        ("Query", Lists, "organizations accounts adHocRequests"),
        ("Organization", Members, "id name account kind now status createdAt timeZone viewerPermissions viewerIsOwner"),
        ("Organization", MoneyOrPeople, "seats seasons availableSeasons storage mail"),
        ("Organization", Money, "subscription paymentDetails creditBalance creditEntries upcomingInvoice invoices invoice seatPurchasePreview planChangePreview"),
        ("Organization", Money, "reductionPreview timeline events adHocRequests"),
        ("Organization", People, "members availableMemberTypes"),
        ("Organization", SelfOrPeople, "member access"),
        ("Invoice", Money, "id number kind status issuedAt dueAt paidAt period lines subtotal tax total creditApplied amountDue amountRefunded billedTo pdfPath"),
        ("Invoice", Money, "copies paymentAction attempts"),
        ("Mutation", StaffWrites, "createAccount createOrganization updateOrganization startContract reduceNow grantCredit createInvoice voidInvoice"),
        ("Mutation", StaffWrites, "refundInvoice recordWirePayment setCollection advanceTestClock"),
        ("Mutation", MoneyWrites, "purchaseSeats upgradePlan scheduleReduction cancelScheduledReduction startCardSetup updateCard payInvoice confirmPayment"),
        ("Mutation", MoneyWrites, "cancelPurchase resendInvoice updateBillingDetails cancelSubscription resumeSubscription"),
        ("Mutation", StaffWrites, "setSeason removeSeason resolveAdHocSeats addStorage setStorageEnforcement"),
        ("Mutation", MoneyWrites, "requestAdHocSeats"),
        ("Mutation", PeopleWrites, "addMember updateMember removeMember resendInvitation"),
        ("Mutation", OwnerWrites, "transferOwnership"),
        ("Mutation", ServiceWrites, "reportUsage recordAttachments recordSignIn"),
        ("Subscription", Members, "accountStatusChanged"),
        ("Subscription", Money, "organizationEvents"),
        ("Subscription", Lists, "allAccountStatusChanges"));

    private static Dictionary<string, string> Table(params (string Type, string Answers, string Fields)[] rows) => rows
        .SelectMany(row => row.Fields.Split(' ').Select(field => KeyValuePair.Create($"{row.Type}.{field}", row.Answers)))
        .ToDictionary(StringComparer.Ordinal);
}

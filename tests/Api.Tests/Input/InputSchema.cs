using Billing.Api.Accounts;
using Billing.Api.AdHoc;
using Billing.Api.Contracts;
using Billing.Api.Credits;
using Billing.Api.Enums;
using Billing.Api.Input;
using Billing.Api.Invoices;
using Billing.Api.Members;
using Billing.Api.Organizations;
using Billing.Api.Payments;
using Billing.Api.Plans;
using Billing.Api.Seasons;
using Billing.Api.Seats;
using Billing.Api.Security;
using Billing.Api.Storage;
using GraphQL.Types;

namespace Billing.Api.Tests.Input;

/// <summary>Takes every input object and answers which of its fields are refused.</summary>
internal sealed class InputSchema : GraphQL.Types.Schema
{
    public InputSchema(IServiceProvider services)
        : base(services)
    {
        var query = new ObjectGraphType { Name = "Query" }.FieldsRequire(Right.SignedIn);
        query.Field<RoleType>("role");
        Query = query;
        Mutation = new InputMutation();
        this.RegisterTypes(
            typeof(AccountStateType), typeof(StatusReasonType), typeof(MemberStatusType), typeof(InvoiceKindType), typeof(InvoiceStatusType),
            typeof(PaymentOutcomeType), typeof(TimelineKindType), typeof(ErrorCodeType));
    }
}

internal sealed class InputMutation : ObjectGraphType
{
    public InputMutation()
    {
        Name = "Mutation";
        this.FieldsRequire(Right.SignedIn);
        Add<CreateAccountInputType>("createAccount");
        Add<CreateOrganizationInputType>("createOrganization");
        Add<UpdateOrganizationInputType>("updateOrganization");
        Add<StartContractInputType>("startContract");
        Add<ReduceNowInputType>("reduceNow");
        Add<GrantCreditInputType>("grantCredit");
        Add<CreateInvoiceInputType>("createInvoice");
        Add<InvoiceInputType>("voidInvoice");
        Add<RefundInvoiceInputType>("refundInvoice");
        Add<RecordWirePaymentInputType>("recordWirePayment");
        Add<SetCollectionInputType>("setCollection");
        Add<AdvanceTestClockInputType>("advanceTestClock");
        Add<PurchaseSeatsInputType>("purchaseSeats");
        Add<UpgradePlanInputType>("upgradePlan");
        Add<ScheduleReductionInputType>("scheduleReduction");
        Add<OrganizationInputType>("cancelScheduledReduction");
        Add<UpdateCardInputType>("updateCard");
        Add<UpdateBillingDetailsInputType>("updateBillingDetails");
        Add<AddMemberInputType>("addMember");
        Add<UpdateMemberInputType>("updateMember");
        Add<RemoveMemberInputType>("removeMember");
        Add<RecordSignInInputType>("recordSignIn");
        Add<SetSeasonInputType>("setSeason");
        Add<RemoveSeasonInputType>("removeSeason");
        Add<RequestAdHocSeatsInputType>("requestAdHocSeats");
        Add<ResolveAdHocSeatsInputType>("resolveAdHocSeats");
        Add<AddStorageInputType>("addStorage");
        Add<SetStorageEnforcementInputType>("setStorageEnforcement");
        Add<ReportUsageInputType>("reportUsage");
        Add<RecordAttachmentsInputType>("recordAttachments");
    }

    private void Add<TInput>(string name)
        where TInput : IGraphType =>
        Field<StringGraphType>(name).Argument<NonNullGraphType<TInput>>("input").Resolve(context => Refused(context.Arguments!["input"].Value!));

    private static string Refused(object input) =>
        input is ICheckedInput known ? string.Join(' ', InputCheck.Of(known).Select(problem => problem.Field)) : "";
}

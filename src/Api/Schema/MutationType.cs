using Billing.Api.Accounts;
using Billing.Api.AdHoc;
using Billing.Api.Contracts;
using Billing.Api.Credits;
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
using Billing.Domain;
using Billing.Domain.Organizations;
using GraphQL;
using GraphQL.Types;

namespace Billing.Api.Schema;

/// <summary>One input object and one payload each. A rule that says no is data in the payload.</summary>
public sealed class MutationType : ObjectGraphType
{
    public MutationType()
    {
        Name = "Mutation";
        Description = "Writes. A rule that says no is data, in the payload's errors.";
        Staff();
        Contract();
        Payment();
        Members();
        Seasons();
        Storage();
        Services();
    }

    private void Staff()
    {
        Mutation<CreateAccountPayloadType, CreateAccountInputType>("createAccount", "A new account; a test account where testClock is given.", Right.Staff, AccountOrders.CreateAsync);
        Mutation<OrganizationPayloadType, CreateOrganizationInputType>("createOrganization", "A new organization with its owner.", Right.Staff, AccountOrders.CreateOrganizationAsync);
        Order<UpdateOrganizationInput, OrganizationPayloadType, UpdateOrganizationInputType>(
            "updateOrganization", "Name or time zone.", Right.Staff, input => input.ToCommand());
        Order<StartContractInput, BillingPayloadType, StartContractInputType>(
            "startContract", "Signs a contract: charged in full, mailed, or free until its trial ends. On a running contract the unused time is credited.",
            Right.Staff, input => input.ToCommand());
        Order<ReduceNowInput, BillingPayloadType, ReduceNowInputType>(
            "reduceNow", "Down in plan, in seats, or both, before the term ends: gives credit for the unused remainder.", Right.Staff, input => input.ToCommand());
        Order<GrantCreditInput, BillingPayloadType, GrantCreditInputType>(
            "grantCredit", "Adds to the credit balance.", Right.Staff, input => input.ToCommand());
        Order<CreateInvoiceInput, BillingPayloadType, CreateInvoiceInputType>(
            "createInvoice", "A one-off invoice with lines of staff's own: the same tax, credit, charge and mails as any other.", Right.Staff, input => input.ToCommand());
        Invoice("voidInvoice", "An open invoice only; a payment under way is canceled first, and if it has succeeded meanwhile the invoice is paid after all.",
            Right.Staff, input => new VoidInvoice(input.InvoiceNumber));
        Order<RefundInvoiceInput, BillingPayloadType, RefundInvoiceInputType>(
            "refundInvoice", "Money back to the card, at most what that invoice was paid with.", Right.Staff, input => input.ToCommand());
        Order<RecordWirePaymentInput, BillingPayloadType, RecordWirePaymentInputType>(
            "recordWirePayment", "Money that came by wire: less than due is refused, more becomes credit.", Right.Staff, input => input.ToCommand());
        Order<SetCollectionInput, OrganizationPayloadType, SetCollectionInputType>(
            "setCollection", "How invoices are paid from now on.", Right.Staff, input => input.ToCommand());
        Mutation<AdvanceTestClockPayloadType, AdvanceTestClockInputType>(
            "advanceTestClock", "Test accounts only: everything due until then happens, in order.", Right.Staff, AccountOrders.AdvanceAsync);
    }

    private void Contract()
    {
        Order<PurchaseSeatsInput, BillingPayloadType, PurchaseSeatsInputType>(
            "purchaseSeats", "Buys exactly what was previewed; seats are granted once the money is in.", Right.Billing, input => input.ToCommand(), input => input.PreviewToken);
        Order<UpgradePlanInput, BillingPayloadType, UpgradePlanInputType>(
            "upgradePlan", "A higher plan for the rest of the period, at exactly the price that was previewed.", Right.Billing, input => input.ToCommand(), input => input.PreviewToken);
        Order<ScheduleReductionInput, BillingPayloadType, ScheduleReductionInputType>(
            "scheduleReduction", "Fewer seats or a lower plan, from the renewal on.", Right.Billing, input => input.ToCommand());
        Organization("cancelScheduledReduction", "Takes a scheduled reduction back.", _ => new CancelScheduledReduction());
        Organization("cancelSubscription", "Access ends with the contract's term, or the trial.", _ => new CancelSubscription());
        Organization("resumeSubscription", "Takes a cancellation back, until it has taken effect.", _ => new ResumeSubscription());
    }

    private void Payment()
    {
        Order<OrganizationInput, CardSetupPayloadType, OrganizationInputType>(
            "startCardSetup", "Starts the provider's card form; its payment method goes to updateCard.", Right.Billing, _ => new StartCardSetup(), hasKey: false);
        Order<UpdateCardInput, BillingPayloadType, UpdateCardInputType>(
            "updateCard", "A new card pays what is open and brings a locked organization back.", Right.Billing, input => input.ToCommand());
        Invoice("payInvoice", "Pays an open invoice with the card on file.", Right.Billing, input => new PayInvoice(input.InvoiceNumber));
        Invoice("confirmPayment", "After the cardholder has confirmed: asks the payment provider now, without waiting for its webhook.", Right.Billing,
            input => new ConfirmPayment(input.InvoiceNumber));
        Invoice("cancelPurchase", "Gives up a purchase that waits for 3-D Secure: nothing is charged, nothing granted.", Right.Billing, input => new CancelPurchase(input.InvoiceNumber));
        Invoice("resendInvoice", "The paid copy again, to the invoice addresses.", Right.Billing, input => new ResendInvoice(input.InvoiceNumber));
        Order<UpdateBillingDetailsInput, OrganizationPayloadType, UpdateBillingDetailsInputType>(
            "updateBillingDetails", "What is printed on invoices, and who gets them. What is left out stays as it is.", Right.Billing, input => input.ToCommand());
    }

    private void Members()
    {
        Order<AddMemberInput, MemberPayloadType, AddMemberInputType>(
            "addMember", "Invites a member, who takes a seat at once: SEASONAL ones a slot in each of their seasons.", Right.UserManagement, input => input.ToCommand());
        Order<UpdateMemberInput, MemberPayloadType, UpdateMemberInputType>(
            "updateMember", "Changes a member; seats and slots are taken and freed at once. What is left out stays as it is.", Right.UserManagement, input => input.ToCommand());
        Member("removeMember", "Ends a member's access and frees his seat and slots.", Right.UserManagement, id => new RemoveMember(id));
        Member("resendInvitation", "The invitation again, to a member who has not signed in yet.", Right.UserManagement, id => new ResendInvitation(id));
        Member("transferOwnership", "The owner hands the organization over to another active member.", Right.Owner, id => new TransferOwnership(id));
    }

    private void Seasons()
    {
        Order<SetSeasonInput, SeasonPayloadType, SetSeasonInputType>(
            "setSeason", "Makes a season, or edits the one named: new dates move its opening, closing and mails.", Right.Staff, input => input.ToCommand());
        Order<RemoveSeasonInput, OrganizationPayloadType, RemoveSeasonInputType>(
            "removeSeason", "Takes a season away: its members' slots are free, and an open one closes now.", Right.Staff, input => input.ToCommand());
        Order<RequestAdHocSeatsInput, AdHocPayloadType, RequestAdHocSeatsInputType>(
            "requestAdHocSeats", "Asks staff for seasonal seats beside the contract, answered within 48 business hours.", Right.Billing, input => input.ToCommand());
        Order<ResolveAdHocSeatsInput, SeasonPayloadType, ResolveAdHocSeatsInputType>(
            "resolveAdHocSeats", "Accepts a request, which makes its season, or declines it.", Right.Staff, input => input.ToCommand());
    }

    private void Storage()
    {
        Order<AddStorageInput, OrganizationPayloadType, AddStorageInputType>(
            "addStorage", "Adds gigabytes to the allocation at once; they are invoiced at each month's end.", Right.Staff, input => input.ToCommand());
        Order<SetStorageEnforcementInput, OrganizationPayloadType, SetStorageEnforcementInputType>(
            "setStorageEnforcement", "What happens where more is stored than allocated.", Right.Staff, input => input.ToCommand());
    }

    /// <summary>For the product's back ends; staff may not.</summary>
    private void Services()
    {
        Order<ReportUsageInput, OrganizationPayloadType, ReportUsageInputType>(
            "reportUsage", "Counts are totals, not increments: the same report twice changes nothing.", Right.Service, input => input.ToCommand());
        Order<RecordAttachmentsInput, OrganizationPayloadType, RecordAttachmentsInputType>(
            "recordAttachments", "Files added and removed since the last batch. A batch id is known for 90 days: repeating it changes nothing.", Right.Service, input => input.ToCommand());
        Order<RecordSignInInput, MemberPayloadType, RecordSignInInputType>(
            "recordSignIn", "A member signs in: his first time makes him ACTIVE. Refused where he has no access at that instant.", Right.Service, input => input.ToCommand());
    }

    private void Member(string name, string description, Right right, Func<MemberId, OrganizationCommand> order) =>
        Order<RemoveMemberInput, MemberPayloadType, RemoveMemberInputType>(name, description, right, input => order(new(input.MemberId)));

    private void Invoice(string name, string description, Right right, Func<InvoiceInput, OrganizationCommand> order) =>
        Order<InvoiceInput, BillingPayloadType, InvoiceInputType>(name, description, right, order);

    private void Organization(string name, string description, Func<OrganizationInput, OrganizationCommand> order) =>
        Order<OrganizationInput, BillingPayloadType, OrganizationInputType>(name, description, Right.Billing, order);

    /// <param name="hasKey">False: repeating it is a new order, whatever its key.</param>
    private void Order<TInput, TPayload, TInputType>(
        string name, string description, Right right, Func<TInput, OrganizationCommand> order, Func<TInput, string?>? previewToken = null, bool hasKey = true)
        where TInput : class, IOrganizationOrder
        where TPayload : IGraphType
        where TInputType : IGraphType =>
        Mutation<TPayload, TInputType>(name, description, right, async context => await OrganizationOrders.SendAsync(context, order, previewToken, hasKey));

    private void Mutation<TPayload, TInputType>(string name, string description, Right right, Func<IResolveFieldContext, Task<object?>> resolve)
        where TPayload : IGraphType
        where TInputType : IGraphType =>
        Field<NonNullGraphType<TPayload>>(name).Description(description).Requires(right)
            .Argument<NonNullGraphType<TInputType>>("input", "What it needs to know.").ResolveAsync(async context => await resolve(context));
}

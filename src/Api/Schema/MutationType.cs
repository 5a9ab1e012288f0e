using Billing.Api.Accounts;
using Billing.Api.Contracts;
using Billing.Api.Credits;
using Billing.Api.Input;
using Billing.Api.Invoices;
using Billing.Api.Members;
using Billing.Api.Organizations;
using Billing.Api.Payments;
using Billing.Api.Plans;
using Billing.Api.Seats;
using Billing.Api.Security;
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
    }

    private void Staff()
    {
        Mutation<CreateAccountPayloadType, CreateAccountInputType>("createAccount", "A new account; a test account where testClock is given.", Right.Staff, AccountOrders.CreateAsync);
        Mutation<OrganizationPayloadType, CreateOrganizationInputType>("createOrganization", "A new organization with its owner.", Right.Staff, AccountOrders.CreateOrganizationAsync);
        Order<UpdateOrganizationInput, OrganizationPayloadType, UpdateOrganizationInputType>(
            "updateOrganization", "Name or time zone.", Right.Staff, input => input.ToCommand(), input => input.IdempotencyKey);
        Order<StartContractInput, BillingPayloadType, StartContractInputType>(
            "startContract", "Signs a contract: charged in full, mailed, or free until its trial ends. On a running contract the unused time is credited.",
            Right.Staff, input => input.ToCommand(), input => input.IdempotencyKey);
        Order<ReduceNowInput, BillingPayloadType, ReduceNowInputType>(
            "reduceNow", "Down in plan, in seats, or both, before the term ends: gives credit for the unused remainder.", Right.Staff, input => input.ToCommand(), input => input.IdempotencyKey);
        Order<GrantCreditInput, BillingPayloadType, GrantCreditInputType>(
            "grantCredit", "Adds to the credit balance.", Right.Staff, input => input.ToCommand(), input => input.IdempotencyKey);
        Order<CreateInvoiceInput, BillingPayloadType, CreateInvoiceInputType>(
            "createInvoice", "A one-off invoice with lines of staff's own: the same tax, credit, charge and mails as any other.", Right.Staff, input => input.ToCommand(), input => input.IdempotencyKey);
        Invoice("voidInvoice", "An open invoice only; a payment under way is canceled first, and if it has succeeded meanwhile the invoice is paid after all.",
            Right.Staff, input => new VoidInvoice(input.InvoiceNumber));
        Order<RefundInvoiceInput, BillingPayloadType, RefundInvoiceInputType>(
            "refundInvoice", "Money back to the card, at most what that invoice was paid with.", Right.Staff, input => input.ToCommand(), input => input.IdempotencyKey);
        Order<RecordWirePaymentInput, BillingPayloadType, RecordWirePaymentInputType>(
            "recordWirePayment", "Money that came by wire: less than due is refused, more becomes credit.", Right.Staff, input => input.ToCommand(), input => input.IdempotencyKey);
        Order<SetCollectionInput, OrganizationPayloadType, SetCollectionInputType>(
            "setCollection", "How invoices are paid from now on.", Right.Staff, input => input.ToCommand(), input => input.IdempotencyKey);
        Mutation<AdvanceTestClockPayloadType, AdvanceTestClockInputType>(
            "advanceTestClock", "Test accounts only: everything due until then happens, in order.", Right.Staff, AccountOrders.AdvanceAsync);
    }

    private void Contract()
    {
        Order<PurchaseSeatsInput, BillingPayloadType, PurchaseSeatsInputType>(
            "purchaseSeats", "Buys exactly what was previewed; seats are granted once the money is in.", Right.Billing, input => input.ToCommand(), input => input.IdempotencyKey, input => input.PreviewToken);
        Order<UpgradePlanInput, BillingPayloadType, UpgradePlanInputType>(
            "upgradePlan", "A higher plan for the rest of the period, at exactly the price that was previewed.", Right.Billing, input => input.ToCommand(), input => input.IdempotencyKey, input => input.PreviewToken);
        Order<ScheduleReductionInput, BillingPayloadType, ScheduleReductionInputType>(
            "scheduleReduction", "Fewer seats or a lower plan, from the renewal on.", Right.Billing, input => input.ToCommand(), input => input.IdempotencyKey);
        Organization("cancelScheduledReduction", "Takes a scheduled reduction back.", _ => new CancelScheduledReduction());
        Organization("cancelSubscription", "Access ends with the contract's term, or the trial.", _ => new CancelSubscription());
        Organization("resumeSubscription", "Takes a cancellation back, until it has taken effect.", _ => new ResumeSubscription());
    }

    private void Payment()
    {
        Order<OrganizationInput, CardSetupPayloadType, OrganizationInputType>(
            "startCardSetup", "Starts the provider's card form; its payment method goes to updateCard.", Right.Billing, _ => new StartCardSetup(), _ => null);
        Order<UpdateCardInput, BillingPayloadType, UpdateCardInputType>(
            "updateCard", "A new card pays what is open and brings a locked organization back.", Right.Billing, input => input.ToCommand(), input => input.IdempotencyKey);
        Invoice("payInvoice", "Pays an open invoice with the card on file.", Right.Billing, input => new PayInvoice(input.InvoiceNumber));
        Invoice("confirmPayment", "After the cardholder has confirmed: asks the payment provider now, without waiting for its webhook.", Right.Billing,
            input => new ConfirmPayment(input.InvoiceNumber));
        Invoice("cancelPurchase", "Gives up a purchase that waits for 3-D Secure: nothing is charged, nothing granted.", Right.Billing, input => new CancelPurchase(input.InvoiceNumber));
        Invoice("resendInvoice", "The paid copy again, to the invoice addresses.", Right.Billing, input => new ResendInvoice(input.InvoiceNumber));
        Order<UpdateBillingDetailsInput, OrganizationPayloadType, UpdateBillingDetailsInputType>(
            "updateBillingDetails", "What is printed on invoices, and who gets them. What is left out stays as it is.", Right.Billing, input => input.ToCommand(), input => input.IdempotencyKey);
    }

    private void Members() => Order<AddMemberInput, MemberPayloadType, AddMemberInputType>(
        "addMember", "Invites a member, who takes a seat at once.", Right.UserManagement, input => input.ToCommand(), input => input.IdempotencyKey);

    private void Invoice(string name, string description, Right right, Func<InvoiceInput, OrganizationCommand> order) =>
        Order<InvoiceInput, BillingPayloadType, InvoiceInputType>(name, description, right, order, input => input.IdempotencyKey);

    private void Organization(string name, string description, Func<OrganizationInput, OrganizationCommand> order) =>
        Order<OrganizationInput, BillingPayloadType, OrganizationInputType>(name, description, Right.Billing, order, input => input.IdempotencyKey);

    private void Order<TInput, TPayload, TInputType>(
        string name, string description, Right right, Func<TInput, OrganizationCommand> order, Func<TInput, string?> key, Func<TInput, string?>? previewToken = null)
        where TInput : class, IOrganizationOrder
        where TPayload : IGraphType
        where TInputType : IGraphType =>
        Mutation<TPayload, TInputType>(name, description, right, async context => await OrganizationOrders.SendAsync(context, order, key, previewToken));

    private void Mutation<TPayload, TInputType>(string name, string description, Right right, Func<IResolveFieldContext, Task<object?>> resolve)
        where TPayload : IGraphType
        where TInputType : IGraphType =>
        Field<NonNullGraphType<TPayload>>(name).Description(description).Requires(right)
            .Argument<NonNullGraphType<TInputType>>("input", "What it needs to know.").ResolveAsync(async context => await resolve(context));
}

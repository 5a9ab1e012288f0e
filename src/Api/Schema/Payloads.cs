using Billing.Api.Accounts;
using Billing.Api.AdHoc;
using Billing.Api.Errors;
using Billing.Api.Events;
using Billing.Api.Invoices;
using Billing.Api.Members;
using Billing.Api.Organizations;
using Billing.Api.Seasons;
using Billing.Api.Security;
using Billing.Contracts.ReadModel;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Schema;

/// <summary>A mutation's payload: what it came to, or the rules that said no.</summary>
public abstract class PayloadType<T> : ObjectGraphType<T>
    where T : class
{
    protected PayloadType(string name, string description, Func<T, IReadOnlyList<RuleError>> errors)
    {
        Name = name;
        Description = description;
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<BillingErrorType>>>>("errors").Description("Rules that said no; empty where all is well.")
            .Resolve(context => errors(context.Source));
    }
}

public sealed class BillingPayloadType : PayloadType<OrderResult>
{
    public BillingPayloadType()
        : base("BillingPayload", "What an order about money came to.", result => result.Errors)
    {
        Field<OrganizationType>("organization").Description("As it is now.").Resolve(context => context.Source.Organization);
        Field<InvoiceType>("invoice").Description("The invoice that the order is about, where there is one.")
            .Resolve(context => InvoiceView.Of(context.Source.Organization, context.Source.InvoiceNumber));
    }
}

public sealed class OrganizationPayloadType : PayloadType<OrderResult>
{
    public OrganizationPayloadType()
        : base("OrganizationPayload", "What an order about an organization came to.", result => result.Errors) =>
        Field<OrganizationType>("organization").Description("As it is now.").Resolve(context => context.Source.Organization);
}

public sealed class MemberPayloadType : PayloadType<OrderResult>
{
    public MemberPayloadType()
        : base("MemberPayload", "What an order about a member came to.", result => result.Errors)
    {
        Field<MemberViewType>("member").Description("As he is now.")
            .Resolve(context => context.Source is { Organization: { } organization, MemberId: { } id } ? new MemberView(organization.State.Members[id], organization) : null);
        Field<OrganizationType>("organization").Description("As it is now.").Resolve(context => context.Source.Organization);
    }
}

public sealed class SeasonPayloadType : PayloadType<OrderResult>
{
    public SeasonPayloadType()
        : base("SeasonPayload", "What an order about a season came to.", result => result.Errors)
    {
        Field<SeasonType>("season").Description("As it is now; null where a request was declined, or its invoice is still to be paid.")
            .Resolve(context => SeasonOf(context.Source));
        Field<OrganizationType>("organization").Description("As it is now.").Resolve(context => context.Source.Organization);
    }

    /// <summary>The season that was set, or the one that came of the request that was answered.</summary>
    private static SeasonView? SeasonOf(OrderResult result)
    {
        if (result.Organization is not { } organization) return null;
        var id = result.SeasonId ?? (result.AdHocRequestId is { } request ? AdHocView.Find(organization, request)?.Request.Season : null);
        return id is { } season ? SeasonView.Find(organization, season) : null;
    }
}

public sealed class AdHocPayloadType : PayloadType<OrderResult>
{
    public AdHocPayloadType()
        : base("AdHocPayload", "What a request for ad hoc seats came to.", result => result.Errors) =>
        Field<AdHocSeatRequestType>("request").Description("As it is now.")
            .Resolve(context => context.Source is { Organization: { } organization, AdHocRequestId: { } id } ? AdHocView.Find(organization, id) : null);
}

public sealed class CardSetupPayloadType : PayloadType<OrderResult>
{
    public CardSetupPayloadType()
        : base("CardSetupPayload", "What Stripe.js needs to show the card form.", result => result.Errors)
    {
        Field<StringGraphType>("clientSecret").Description("For the browser only.").Resolve(context => context.Source.CardSetup?.ClientSecret);
        Field<StringGraphType>("publishableKey").Description("The provider's key for browsers.").Resolve(context => context.Source.CardSetup?.PublishableKey);
    }
}

public sealed record AccountResult(AccountView? Account, IReadOnlyList<RuleError> Errors);

public sealed class CreateAccountPayloadType : PayloadType<AccountResult>
{
    public CreateAccountPayloadType()
        : base("CreateAccountPayload", "The new account.", result => result.Errors) =>
        Field<AccountType>("account").Description("The account.").Resolve(context => context.Source.Account);
}

public sealed record AdvanceResult(AccountView? Account, IReadOnlyList<PublishedEventView> Events, IReadOnlyList<RuleError> Errors);

public sealed class AdvanceTestClockPayloadType : PayloadType<AdvanceResult>
{
    public AdvanceTestClockPayloadType()
        : base("AdvanceTestClockPayload", "What happened while a test clock moved.", result => result.Errors)
    {
        Field<AccountType>("account").Description("With its clock as it stands now.").Resolve(context => context.Source.Account);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OrganizationEventType>>>>("events").Description("What happened on the way, in order.").Resolve(context => context.Source.Events);
    }
}

using Billing.Api.Enums;
using Billing.Api.Input;
using Billing.Api.Scalars;
using Billing.Domain.Catalog;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using GraphQL.Types;

namespace Billing.Api.Contracts;

public sealed class StartContractInputType : InputType<StartContractInput>
{
    public StartContractInputType()
        : base("The terms of a contract, signed by staff. On a running contract a new one replaces it, and unused time is credited.")
    {
        OrganizationId();
        Required<PlanCodeType>("plan", "The plan.");
        Required<BillingIntervalType>("interval", "How often it is invoiced.");
        Optional<LicensingType>("licensing", "What the storage allocation is counted by.", Licensing.SeatBased);
        Required<IntGraphType>("fullTimeSeats", "1 to 100,000.");
        Optional<IntGraphType>("collaboratorSeats", "0 to 100,000.", 0);
        Optional<IntGraphType>("committedConversations", "Required with CONVERSATION_BASED.");
        AddPrices();
        AddTerms();
        Key();
    }

    protected override StartContractInput Read(InputFields fields) => new()
    {
        OrganizationId = fields.Id("organizationId"),
        Plan = fields.Value<PlanCode>("plan"),
        Interval = fields.Value<BillingInterval>("interval"),
        Licensing = fields.ValueOr("licensing", Licensing.SeatBased),
        FullTimeSeats = fields.Value<int>("fullTimeSeats"),
        CollaboratorSeats = fields.ValueOr("collaboratorSeats", 0),
        CommittedConversations = fields.OptionalValue<int>("committedConversations"),
        SeatPrice = fields.OptionalValue<long>("seatPrice"),
        CollaboratorSeatPrice = fields.OptionalValue<long>("collaboratorSeatPrice"),
        PlanPrices = fields.List<PlanPriceInput>("planPrices"),
        Currency = fields.OptionalText("currency") ?? "USD",
        AddOns = fields.List<AddOnInput>("addOns"),
        TermMonths = fields.OptionalValue<int>("termMonths"),
        TrialDays = fields.OptionalValue<int>("trialDays"),
        UsageBasedLicense = fields.ValueOr("usageBasedLicense", false),
        TaxRatePpm = fields.OptionalValue<int>("taxRatePpm"),
        Collection = fields.ValueOr("collection", Collection.ChargeCard),
        IdempotencyKey = fields.OptionalText("idempotencyKey"),
    };

    private void AddPrices()
    {
        Optional<LongScalar>("seatPrice", "Contract price of one seat for one interval, in minor units; the plan's list price when left out.");
        Optional<LongScalar>("collaboratorSeatPrice", "The same for a collaborator seat.");
        OptionalList<PlanPriceInputType>("planPrices", "Contract prices of a seat on the other plans, for later changes; list prices where left out.");
        Optional<StringGraphType>("currency", "ISO 4217.", "USD");
        OptionalList<AddOnInputType>("addOns", "What is invoiced beside the seats, for each interval.");
    }

    private void AddTerms()
    {
        Optional<IntGraphType>("termMonths", "Whole months, 12 when left out; a multiple of 12 on an annual interval.");
        Optional<IntGraphType>("trialDays", "No charge until it ends; then the first period starts, if a card is on file.");
        Optional<BooleanGraphType>("usageBasedLicense", "Averages full-time licenses over the term for data storage.", false);
        Optional<IntGraphType>("taxRatePpm", "A whole-number part per million of the price: 88750 is 8.875 %. Left out, the tax provider decides.");
        Optional<CollectionType>("collection", "By card, or by an invoice that is paid by wire.", Collection.ChargeCard);
    }
}

public sealed class PlanPriceInputType : InputType<PlanPriceInput>
{
    public PlanPriceInputType()
        : base("The contract price of a seat on another plan.")
    {
        Required<PlanCodeType>("plan", "The plan.");
        Required<LongScalar>("seatPrice", "Minor units for one full-time seat and interval.");
        Optional<LongScalar>("collaboratorSeatPrice", "Minor units for one collaborator seat and interval.");
    }

    protected override PlanPriceInput Read(InputFields fields) =>
        new(fields.Value<PlanCode>("plan"), fields.Value<long>("seatPrice"), fields.OptionalValue<long>("collaboratorSeatPrice"));
}

public sealed class AddOnInputType : InputType<AddOnInput>
{
    public AddOnInputType()
        : base("Something that is invoiced beside the seats.")
    {
        Required<StringGraphType>("code", "What programs call it.");
        Required<StringGraphType>("name", "What invoices call it.");
        Required<IntGraphType>("quantity", "1 to 100,000.");
        Required<LongScalar>("unitPrice", "Minor units for one and interval.");
    }

    protected override AddOnInput Read(InputFields fields) =>
        new(fields.Text("code"), fields.Name("name"), fields.Value<int>("quantity"), fields.Value<long>("unitPrice"));
}

using System.Collections.Immutable;
using Billing.Api.Input;
using Billing.Domain.Invoices;
using Billing.Domain.Organizations;

namespace Billing.Api.Payments;

/// <summary>What is null stays as it is; an empty text or list takes away what was there.</summary>
public sealed record UpdateBillingDetailsInput : IOrganizationOrder
{
    private const int MostAddresses = 20;
    private const int MostTaxIds = 10;

    public required string OrganizationId { get; init; }

    public string? CompanyName { get; init; }

    public ImmutableArray<TaxIdInput>? TaxIds { get; init; }

    public string? PurchaseOrder { get; init; }

    public AddressInput? BillingAddress { get; init; }

    public string? PrimaryInvoiceEmail { get; init; }

    public ImmutableArray<string>? AdditionalInvoiceEmails { get; init; }

    public string? IdempotencyKey { get; init; }

    public void Check(InputCheck check) => check
        .TextOrNone(CompanyName, "companyName")
        .List(TaxIds, "taxIds", MostTaxIds, (inside, id, field) => inside.Object(id, field))
        .TextOrNone(PurchaseOrder, "purchaseOrder")
        .Object(BillingAddress, "billingAddress")
        .Email(PrimaryInvoiceEmail is "" ? null : PrimaryInvoiceEmail, "primaryInvoiceEmail")
        .List(AdditionalInvoiceEmails, "additionalInvoiceEmails", MostAddresses, (inside, address, field) => inside.Email(address, field))
        .Key(IdempotencyKey);

    public UpdateBillingDetails ToCommand() => new(
        CompanyName, TaxIds is { } ids ? [.. ids.Select(id => new TaxId(id.Type, id.Value))] : null, PurchaseOrder, BillingAddress?.ToAddress(),
        PrimaryInvoiceEmail, AdditionalInvoiceEmails);
}

public sealed record TaxIdInput(string Type, string Value) : ICheckedInput
{
    public void Check(InputCheck check) => check.Id(Type, "type").Text(Value, "value", 50);
}

public sealed record AddressInput(string Line1, string? Line2, string City, string? State, string PostalCode, string Country) : ICheckedInput
{
    public void Check(InputCheck check) => check
        .Name(Line1, "line1").TextOrNone(Line2, "line2").Name(City, "city").TextOrNone(State, "state").Text(PostalCode, "postalCode", 20).Name(Country, "country");

    public Address ToAddress() => new(Line1, NullIfEmpty(Line2), City, NullIfEmpty(State), PostalCode, Country);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

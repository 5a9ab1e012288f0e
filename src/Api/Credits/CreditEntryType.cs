using System.Globalization;
using Billing.Api.Invoices;
using Billing.Api.Organizations;
using Billing.Api.Paging;
using Billing.Api.Scalars;
using Billing.Api.Security;
using Billing.Domain.Credits;
using Billing.Domain.Invoices;
using GraphQL.Types;

namespace Billing.Api.Credits;

public sealed class CreditEntryType : ObjectGraphType<CreditEntry>, INodeType
{
    public CreditEntryType()
    {
        Name = NodeName;
        Description = "One movement of the credit balance.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<DateTimeScalar>>("at").Description("When.").Resolve(context => context.Source.At);
        Field<NonNullGraphType<MoneyType>>("amount").Description("Positive: the customer gains.").Resolve(context => context.Source.Amount);
        Field<NonNullGraphType<MoneyType>>("balanceAfter").Description("The balance after it.").Resolve(context => context.Source.BalanceAfter);
        Field<NonNullGraphType<StringGraphType>>("reason").Description("Why, in words.").Resolve(context => context.Source.Reason);
        Field<StringGraphType>("invoiceNumber").Description("The invoice that it belongs to, where there is one.")
            .Resolve(context => context.Source.InvoiceNumber is { } number ? Invoice.NumberOf(number) : null);
    }

    public static string NodeName => "CreditEntry";
}

/// <summary>Pages of the credit ledger, newest first; an entry's key is its place in it.</summary>
internal static class CreditPages
{
    public static Connection<CreditEntry> Of(OrganizationView organization, PageRequest page, Func<string, string> cursor)
    {
        var entries = organization.State.Credit.Entries;
        var end = (int)Math.Min(page.AfterNumber ?? entries.Count, entries.Count);
        var start = Math.Max(0, end - page.First);
        var edges = Enumerable.Range(start, end - start).Reverse()
            .Select(index => new Edge<CreditEntry>(cursor, index.ToString(CultureInfo.InvariantCulture), entries[index]));
        return new([.. edges], start > 0, page.After is not null, entries.Count);
    }
}

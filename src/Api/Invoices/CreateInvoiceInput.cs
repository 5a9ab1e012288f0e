using System.Collections.Immutable;
using Billing.Api.Input;
using Billing.Api.Scalars;
using Billing.Domain.Organizations;
using GraphQL.Types;

namespace Billing.Api.Invoices;

public sealed record CreateInvoiceInput(string OrganizationId, ImmutableArray<ManualLineInput> Lines, string IdempotencyKey) : IOrganizationOrder
{
    private const int MostLines = 100;

    public void Check(InputCheck check) =>
        check.Objects(Lines, "lines", 1, MostLines).Key(IdempotencyKey);

    public CreateInvoice ToCommand() => new([.. Lines.Select(line => new ManualLine(line.Description, line.Quantity, line.UnitPrice))]);
}

public sealed record ManualLineInput(string Description, int Quantity, long UnitPrice) : ICheckedInput
{
    public void Check(InputCheck check) =>
        check.Text(Description, "description").Range(Quantity, 1, InputCheck.MostSeats, "quantity").Price(UnitPrice, "unitPrice");
}

public sealed class CreateInvoiceInputType : InputType<CreateInvoiceInput>
{
    public CreateInvoiceInputType()
        : base("A one-off invoice.")
    {
        OrganizationId();
        RequiredList<ManualLineInputType>("lines", "1 to 100.");
        Key(required: true);
    }

    protected override CreateInvoiceInput Read(InputFields fields) =>
        new(fields.Id("organizationId"), fields.List<ManualLineInput>("lines"), fields.Text("idempotencyKey"));
}

public sealed class ManualLineInputType : InputType<ManualLineInput>
{
    public ManualLineInputType()
        : base("A line of staff's own.")
    {
        Required<StringGraphType>("description", "1 to 500 characters.");
        Required<IntGraphType>("quantity", "1 to 100,000.");
        Required<LongScalar>("unitPrice", "Minor units, before tax.");
    }

    protected override ManualLineInput Read(InputFields fields) => new(fields.Name("description"), fields.Value<int>("quantity"), fields.Value<long>("unitPrice"));
}

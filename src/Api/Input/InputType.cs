using GraphQL.Types;

namespace Billing.Api.Input;

/// <summary>An input object's graph type: it reads the fields into a record, which then checks its own bounds.</summary>
/// <typeparam name="T">Named as in the schema.</typeparam>
public abstract class InputType<T> : InputObjectGraphType
    where T : class
{
    protected InputType(string? description = null)
    {
        Name = typeof(T).Name;
        Description = description;
    }

    public sealed override object ParseDictionary(IDictionary<string, object?> value) => Read(new InputFields(value));

    protected abstract T Read(InputFields fields);

    protected void Required<TGraph>(string name, string description)
        where TGraph : IGraphType => Field<NonNullGraphType<TGraph>>(name).Description(description);

    protected void Optional<TGraph>(string name, string description, object? standard = null)
        where TGraph : IGraphType
    {
        var field = Field<TGraph>(name).Description(description).FieldType;
        field.DefaultValue = standard;
    }

    protected void RequiredList<TGraph>(string name, string description)
        where TGraph : IGraphType => Field<NonNullGraphType<ListGraphType<NonNullGraphType<TGraph>>>>(name).Description(description);

    protected void OptionalList<TGraph>(string name, string description)
        where TGraph : IGraphType => Field<ListGraphType<NonNullGraphType<TGraph>>>(name).Description(description);

    protected void OrganizationId() => Required<IdGraphType>("organizationId", "The organization that this is about.");

    protected void InvoiceNumber() => Required<StringGraphType>("invoiceNumber", "The invoice's number in its organization: 0007.");

    protected void Key(bool required = false)
    {
        const string Meaning = "Makes a repeat harmless: the same key with the same input gives the same answer. 1 to 200 printable characters.";
        if (required)
        {
            Required<StringGraphType>("idempotencyKey", Meaning);
        }
        else
        {
            Optional<StringGraphType>("idempotencyKey", Meaning);
        }
    }
}

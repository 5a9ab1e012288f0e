using System.Diagnostics.CodeAnalysis;
using Billing.Api.Input;
using GraphQL;
using GraphQL.Types;

namespace Billing.Api.Security;

/// <summary>An input object that is about one organization.</summary>
public interface INamesOrganization
{
    string OrganizationId { get; }
}

/// <summary>Where a field without an organization as its source says which one it is about: <c>organizationId</c>, or that field of <c>input</c>.</summary>
internal sealed class OrganizationArgument
{
    private const string Name = "organizationId";
    private const string Input = "input";

    private readonly bool inInput;

    private OrganizationArgument(bool inInput) => this.inInput = inInput;

    public static OrganizationArgument? Of(FieldType field)
    {
        if (field.Arguments?.Find(Name) is not null)
        {
            return new(inInput: false);
        }
        return field.Arguments?.Find(Input)?.ResolvedType?.GetNamedType() is IInputObjectGraphType input && input.Fields.Find(Name) is not null
            ? new(inInput: true)
            : null;
    }

    public string? Read(IResolveFieldContext context) => inInput
        ? context.Arguments?[Input].Value switch
        {
            INamesOrganization named => named.OrganizationId,
            IDictionary<string, object?> fields => fields[Name]?.ToString(),
            _ => null,
        }
        : context.Arguments?[Name].Value?.ToString();

    /// <summary>What cannot be an id is not looked up: no grain starts for it.</summary>
    /// <param name="prefix">That every id of its kind has.</param>
    public static bool IsPlausible([NotNullWhen(true)] string? id, string prefix = "") =>
        id is not null && Characters.AreOfId(id) && id.StartsWith(prefix, StringComparison.Ordinal);
}

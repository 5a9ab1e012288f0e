using GraphQL;
using GraphQL.Types;

namespace Billing.Api.Security;

/// <summary>Refuses, at start, a schema in which a field has no mark, or a mark that nobody enforces.</summary>
public static class AuthorizationCheck
{
    /// <exception cref="InvalidOperationException">Names the fields.</exception>
    public static void Verify(ISchema schema)
    {
        schema.Initialize();
        var problems = new List<string>();
        foreach (var type in schema.AllTypes.OfType<IObjectGraphType>())
        {
            if (!type.Name.StartsWith("__", StringComparison.Ordinal))
            {
                problems.AddRange(type.Fields.Select(field => Problem(field, type)).OfType<string>());
            }
        }
        if (problems.Count > 0)
        {
            throw new InvalidOperationException("The schema's authorization is incomplete: " + string.Join("; ", problems));
        }
    }

    private static string? Problem(FieldType field, IObjectGraphType type)
    {
        var name = $"{type.Name}.{field.Name}";
        if (RightMarks.MarkOf(field, type) is not { } mark)
        {
            return $"{name} has no mark";
        }
        if (mark.AnyOf.Count == 0 && mark.SelfArgument is null)
        {
            return $"{name} asks for nothing";
        }
        if (mark.NeedsOrganization && !RightMarks.IsScope(type) && OrganizationArgument.Of(field) is null)
        {
            return $"{name} asks for a right in an organization but names none";
        }
        var mustBeGuarded = !mark.IsInherited || RightMarks.IsScope(field.ResolvedType?.GetNamedType());
        var isGuarded = field.Resolver is GuardedResolver && field.StreamResolver is null or GuardedStream;
        return mustBeGuarded && !isGuarded ? $"{name} is marked, but no rule enforces it" : null;
    }
}

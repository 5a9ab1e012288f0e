using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;

namespace Billing.Api.Security;

/// <summary>Puts the rule in front of every field that asks for something, when the schema is built. A schema registers it once;
/// <see cref="AuthorizationCheck"/> refuses one that did not.</summary>
public sealed class AuthorizationRule(IOrganizationScopes organizations, TimeProvider time) : BaseSchemaNodeVisitor
{
    public override void VisitObjectFieldDefinition(FieldType field, IObjectGraphType type, ISchema schema)
    {
        var mark = RightMarks.MarkOf(field, type);
        var yieldsScope = RightMarks.IsScope(field.ResolvedType?.GetNamedType());
        if (mark is null || (mark.IsInherited && !yieldsScope))
        {
            return;
        }
        var writes = ReferenceEquals(type, schema.Mutation);
        var guard = new FieldGuard(mark, writes, OrganizationArgument.Of(field), organizations);
        if (field.StreamResolver is { } stream)
        {
            field.StreamResolver = new GuardedStream(guard, stream, time);
        }
        field.Resolver = new GuardedResolver(guard, field.Resolver ?? Default(field), yieldsScope);
    }

    private static IFieldResolver Default(FieldType field) =>
        field.StreamResolver is null ? NameFieldResolver.Instance : SourceFieldResolver.Instance;
}

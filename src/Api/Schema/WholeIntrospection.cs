using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;

namespace Billing.Api.Schema;

/// <summary>What the specification has in the schema's own description and the library leaves out, so that a tool that asks for everything is answered.</summary>
internal sealed class WholeIntrospection : BaseSchemaNodeVisitor
{
    private const string Deprecated = "includeDeprecated";

    public override void VisitObject(IObjectGraphType type, ISchema schema)
    {
        if (type.Name == "__Type" && type.Fields.Find(SpecifiedBy.Key) is null)
        {
            type.AddField(new FieldType
            {
                Name = SpecifiedBy.Key,
                Description = "Where the format of a scalar is specified; null where that is not said.",
                ResolvedType = schema.AllTypes["String"],
                Resolver = new FuncFieldResolver<IGraphType, string?>(context => SpecifiedBy.Of(context.Source)),
            });
        }
        else if (type.Name == "__Directive" && type.Fields.Find("args") is { } arguments && arguments.Arguments?.Find(Deprecated) is null)
        {
            // No argument of a directive is deprecated: whichever is asked for, all are told.
            arguments.Arguments = new(new QueryArgument(schema.AllTypes["Boolean"]!) { Name = Deprecated, DefaultValue = false, Description = "Deprecated ones too." });
        }
    }
}

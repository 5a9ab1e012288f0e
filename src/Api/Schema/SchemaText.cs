using GraphQL;
using GraphQL.Types;
using GraphQL.Utilities;

namespace Billing.Api.Schema;

/// <summary>The schema as SDL text: the same for the same schema, sorted by name, with its descriptions.</summary>
public static class SchemaText
{
    private static readonly PrintOptions Options = new()
    {
        IncludeDescriptions = true,
        IncludeDeprecationReasons = true,
        IncludeImportedDefinitions = false,
        StringComparison = StringComparison.Ordinal,
    };

    /// <summary>Lines end in \n, the last one too.</summary>
    public static string Print(ISchema schema)
    {
        schema.Initialize();
        return schema.Print(Options).ReplaceLineEndings("\n").TrimEnd() + "\n";
    }
}

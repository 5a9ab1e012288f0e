using System.Text.RegularExpressions;
using GraphQL;
using GraphQL.Types;
using GraphQL.Utilities;

namespace Billing.Api.Schema;

/// <summary>The schema as SDL text: the same for the same schema, sorted by name, with its descriptions.</summary>
public static partial class SchemaText
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
        var text = StandardDirective().Replace(schema.Print(Options).ReplaceLineEndings("\n"), "").TrimEnd() + "\n";
        foreach (var type in schema.AllTypes)
        {
            if (SpecifiedBy.Of(type) is { } url) text = text.Replace($"\nscalar {type.Name}\n", $"\nscalar {type.Name} @specifiedBy(url: \"{url}\")\n", StringComparison.Ordinal);
        }
        return text;
    }

    /// <summary>Tools know it by themselves, as they know @skip.</summary>
    [GeneratedRegex("""^"[^"]*"\ndirective @specifiedBy\([^)]*\) on SCALAR\n\n""", RegexOptions.Multiline)]
    private static partial Regex StandardDirective();
}

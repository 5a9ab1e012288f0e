using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Billing.Grains.Mail;

/// <summary>The templates that ship inside the program. Nothing is parsed before it is used, and then once.</summary>
/// <remarks>
/// A mail's own template is its words, the same for HTML and text; what it says goes into captures (<c>subject</c>, <c>preheader</c>,
/// <c>headline</c>, <c>more</c>), into the blocks <c>fact</c> and <c>button</c>, and the rest is the lead. A layout per format sets it.
/// </remarks>
internal sealed class MailTemplates
{
    private const string FactsKey = "facts";
    private const string ButtonKey = "button";

    private readonly Lazy<FluidParser> _parser = new(Parser);
    private readonly ConcurrentDictionary<string, Lazy<IFluidTemplate>> _parsed = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">There is no such template, or it cannot be parsed.</exception>
    public IFluidTemplate Get(string name) => _parsed.GetOrAdd(name, key => new(() => Parse(key))).Value;

    public static IReadOnlyList<FactView> Facts(TemplateContext context) => FactsOf(context);

    public static ButtonView? Button(TemplateContext context) =>
        context.AmbientValues.TryGetValue(ButtonKey, out var button) ? (ButtonView)button : null;

    private IFluidTemplate Parse(string name)
    {
        using var stream = typeof(MailTemplates).Assembly.GetManifestResourceStream($"Mail.{name}.liquid")
            ?? throw new InvalidOperationException($"There is no template {name}.");
        using var reader = new StreamReader(stream);
        var source = reader.ReadToEnd().ReplaceLineEndings("\n");
        return _parser.Value.TryParse(source, out var template, out var error)
            ? template
            : throw new InvalidOperationException($"Template {name}: {error}");
    }

    private static FluidParser Parser()
    {
        var parser = new FluidParser();
        parser.RegisterExpressionBlock("fact", async (label, statements, _, encoder, context) =>
        {
            var inner = await InnerAsync(statements, encoder, context);
            var lines = inner.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var name = await label.EvaluateAsync(context);
            if (lines.Length > 0) FactsOf(context).Add(new(name, lines[0], lines[1..]));
            return Completion.Normal;
        });
        parser.RegisterExpressionBlock("button", async (label, statements, _, encoder, context) =>
        {
            var url = (await InnerAsync(statements, encoder, context)).Trim();
            context.AmbientValues[ButtonKey] = new ButtonView(await label.EvaluateAsync(context), url);
            return Completion.Normal;
        });
        return parser;
    }

    private static List<FactView> FactsOf(TemplateContext context)
    {
        if (!context.AmbientValues.TryGetValue(FactsKey, out var facts)) context.AmbientValues[FactsKey] = facts = new List<FactView>();
        return (List<FactView>)facts;
    }

    private static async Task<string> InnerAsync(IReadOnlyList<Statement> statements, TextEncoder encoder, TemplateContext context)
    {
        await using var inner = new StringWriter();
        foreach (var statement in statements) await statement.WriteToAsync(inner, encoder, context);
        return inner.ToString();
    }
}

/// <summary>A line of the box of facts: already encoded for its format, or, the label, knowing whether it is.</summary>
internal sealed record FactView(FluidValue Label, string Value, IReadOnlyList<string> Notes);

/// <summary>The one thing that the reader is asked to do: its address is already encoded for its format.</summary>
internal sealed record ButtonView(FluidValue Label, string Url);

using System.Text.Encodings.Web;
using System.Text.Unicode;
using Fluid;
using Fluid.Values;

namespace Billing.Grains.Mail;

/// <summary>One of a mail's two parts: how values are encoded in it, what its filters make, and its layout.</summary>
internal sealed class MailFormat
{
    private static readonly Type[] Views =
    [
        typeof(MailView), typeof(MomentView), typeof(InvoiceView), typeof(LineView), typeof(SeasonView), typeof(AdHocView), typeof(StorageView),
        typeof(FactView), typeof(ButtonView),
    ];

    private readonly TextEncoder _encoder;
    private readonly string _layout;
    private readonly TemplateOptions _options;

    private MailFormat(TextEncoder encoder, string layout, Func<string, string> strong, Func<string, string> address)
    {
        _encoder = encoder;
        _layout = layout;
        _options = new() { StrictFilters = true };
        _options.MemberAccessStrategy.MemberNameStrategy = MemberNameStrategies.CamelCase;
        foreach (var view in Views) _options.MemberAccessStrategy.Register(view);
        Add("strong", (text, _) => strong(text));
        Add("address", (text, _) => address(text));
        Add("wrap", (text, _) => PlainText.Wrap(text));
        Add("hang", (text, indent) => PlainText.Wrap(text, (int)indent.ToNumberValue()));
        Add("underline", (text, _) => new string('=', Math.Min(text.Length, PlainText.Width)));
        Add("pad", (text, width) => text.PadRight((int)width.ToNumberValue()));
        Add("columns", (text, right) => PlainText.Columns(text, right.ToStringValue()));
    }

    /// <summary>Every value is HTML-encoded, in text and in attributes.</summary>
    public static MailFormat Html()
    {
        var encoder = HtmlEncoder.Create(UnicodeRanges.All);
        return new(encoder, "layout-html",
            text => $"<strong class=\"ink\" style=\"color:#111827;font-weight:600;\">{encoder.Encode(text)}</strong>",
            text => $"<a class=\"link\" href=\"mailto:{encoder.Encode(text)}\" style=\"color:#1d4ed8;\">{encoder.Encode(text)}</a>");
    }

    public static MailFormat Text() => new(NullEncoder.Default, "layout-text", text => text, text => text);

    /// <returns>The part, and its subject line.</returns>
    public (string Body, string Subject) Render(MailTemplates templates, string template, MailView view)
    {
        var context = new TemplateContext(view, _options, allowModelMembers: true);
        var lead = templates.Get(template).Render(context, _encoder, isolateContext: false);
        var facts = MailTemplates.Facts(context);
        context.SetValue("lead", Paragraphs(lead));
        context.SetValue("after", Paragraphs(context.GetValue("more").ToStringValue()));
        context.SetValue("facts", FluidValue.Create(facts, _options));
        var labels = facts.Select(fact => fact.Label.ToStringValue().Length);
        context.SetValue("factWidth", NumberValue.Create(labels.DefaultIfEmpty().Max() + 3));
        context.SetValue("factIndent", NumberValue.Create(labels.DefaultIfEmpty().Max() + 5));
        context.SetValue("button", FluidValue.Create(MailTemplates.Button(context), _options));
        context.SetValue("footer", Paragraphs(templates.Get("footer").Render(context, _encoder, isolateContext: false)));
        var body = templates.Get(_layout).Render(context, _encoder, isolateContext: false);
        return (PlainText.Tidy(body), context.GetValue("subject").ToStringValue());
    }

    private FluidValue Paragraphs(string text) =>
        FluidValue.Create(PlainText.Paragraphs(text).Select(paragraph => new StringValue(paragraph, encode: false)).ToArray(), _options);

    /// <summary>A filter that returns what is encoded already.</summary>
    private void Add(string name, Func<string, FluidValue, string> filter) => _options.Filters.AddFilter(name, (input, arguments, _) =>
        new ValueTask<FluidValue>(new StringValue(filter(input.ToStringValue(), arguments.At(0)), encode: false)));
}

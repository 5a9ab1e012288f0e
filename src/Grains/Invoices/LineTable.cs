namespace Billing.Grains.Invoices;

/// <summary>The lines of an invoice in columns as wide as their figures. Where figures are so wide that no room is left for the
/// description, quantity, price and days stand below it, as a formula.</summary>
internal sealed class LineTable
{
    private const double Gap = 13;
    private const double LeastDescription = 150;
    private const double LineHeight = 13;
    private const double RowGap = 9;
    private const int MostKeptTogether = 10;

    private static readonly TextStyle Head = new(InterFont.SemiBold, 8, Ink.Gray);
    private static readonly TextStyle Body = new(InterFont.Regular, 9, Ink.Black);
    private static readonly TextStyle Figures = Body with { Face = InterFont.RegularFigures };
    private static readonly TextStyle Quiet = new(InterFont.Regular, 8, Ink.Gray);
    private static readonly TextStyle QuietFigures = Quiet with { Face = InterFont.RegularFigures };

    private static readonly Column Quantity = new("Quantity", line => line.Quantity);
    private static readonly Column UnitPrice = new("Unit price", line => line.UnitPrice);
    private static readonly Column Days = new("Days", line => line.Days ?? "");
    private static readonly Column Amount = new("Amount", line => line.Amount);
    private static readonly Column Tax = new("Tax", line => line.Tax);

    private readonly PageFlow _flow;
    private readonly IReadOnlyList<SheetLine> _lines;
    private readonly bool _isNarrow;
    private readonly List<(Column Column, double Right)> _columns = [];
    private readonly double _descriptionWidth;

    public LineTable(PageFlow flow, IReadOnlyList<SheetLine> lines)
    {
        _flow = flow;
        _lines = lines;
        List<Column> columns = lines.Any(line => line.Days is not null) ? [Quantity, UnitPrice, Days, Amount, Tax] : [Quantity, UnitPrice, Amount, Tax];
        _isNarrow = DescriptionWidth(columns) < LeastDescription;
        if (_isNarrow) columns = [Amount, Tax];
        _descriptionWidth = DescriptionWidth(columns);
        var right = PageFlow.Right;
        foreach (var column in Enumerable.Reverse(columns))
        {
            // From the right inward, and kept as they are read.
            _columns.Insert(0, (column, right));
            right -= WidthOf(column) + Gap;
        }
    }

    public void Draw()
    {
        Heading();
        foreach (var line in _lines) Row(line);
    }

    private double DescriptionWidth(List<Column> columns) => PageFlow.Right - PageFlow.Left - columns.Sum(column => WidthOf(column) + Gap);

    private double WidthOf(Column column) => Math.Max(Head.Width(column.Heading), _lines.Select(line => Figures.Width(column.Of(line))).DefaultIfEmpty().Max());

    private void Heading()
    {
        _flow.Need(60);
        var y = _flow.Line(14);
        _flow.Canvas.Text("Description", PageFlow.Left, y, Head);
        foreach (var (column, right) in _columns) _flow.Canvas.TextRight(column.Heading, right, y, Head);
        _flow.Skip(3);
        _flow.Canvas.Rule(PageFlow.Left, PageFlow.Right, _flow.Y, 0.8, Ink.Black);
        _flow.Skip(RowGap - 3);
    }

    /// <summary>Broken over pages only where it is very long.</summary>
    private void Row(SheetLine line)
    {
        var texts = Texts(line).ToList();
        if (!_flow.HasRoom(Math.Min(texts.Count, MostKeptTogether) * LineHeight)) Continue();
        for (var index = 0; index < texts.Count; index++)
        {
            if (!_flow.HasRoom(LineHeight)) Continue();
            var y = _flow.Line(LineHeight);
            var (text, style) = texts[index];
            _flow.Canvas.Text(text, PageFlow.Left, y, style);
            if (index > 0) continue;
            foreach (var (column, right) in _columns) _flow.Canvas.TextRight(column.Of(line), right, y, Figures);
        }

        _flow.Skip(RowGap / 2);
        _flow.Canvas.Rule(PageFlow.Left, PageFlow.Right, _flow.Y, 0.5, Ink.Hairline);
        _flow.Skip(RowGap / 2);
    }

    private IEnumerable<(string Text, TextStyle Style)> Texts(SheetLine line)
    {
        foreach (var text in TextWrap.Lines(line.Description, Body, _descriptionWidth)) yield return (text, Body);
        if (_isNarrow)
            foreach (var text in TextWrap.Lines(line.Formula, QuietFigures, _descriptionWidth)) yield return (text, QuietFigures);
        if (line.Remark is { } remark)
            foreach (var text in TextWrap.Lines(remark, Quiet, _descriptionWidth)) yield return (text, Quiet);
    }

    private void Continue()
    {
        _flow.Break();
        Heading();
    }

    private sealed record Column(string Heading, Func<SheetLine, string> Of);
}

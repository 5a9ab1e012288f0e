using Billing.Domain.Invoices;

namespace Billing.Grains.Invoices;

/// <summary>Where each part of an invoice stands.</summary>
internal sealed class InvoiceLayout
{
    private const double FactsLeft = 320;
    private const double FactValueLeft = 402;
    private const double ColumnGap = 24;
    private const double TotalsLeft = 290;

    private static readonly TextStyle Brand = new(InterFont.SemiBold, 17, Ink.Black);
    private static readonly TextStyle Title = new(InterFont.SemiBold, 22, Ink.Black);
    private static readonly TextStyle Headline = new(InterFont.SemiBold, 15, Ink.Black);
    private static readonly TextStyle Label = new(InterFont.SemiBold, 8, Ink.Gray);
    private static readonly TextStyle Body = new(InterFont.Regular, 9.5, Ink.Black);
    private static readonly TextStyle Strong = new(InterFont.SemiBold, 9.5, Ink.Black);
    private static readonly TextStyle Quiet = new(InterFont.Regular, 8.5, Ink.Gray);

    private readonly PdfCanvas _canvas;
    private readonly InvoiceSheet _sheet;
    private readonly PageFlow _flow;

    public InvoiceLayout(PdfCanvas canvas, InvoiceSheet sheet)
    {
        _canvas = canvas;
        _sheet = sheet;
        _flow = new PageFlow(canvas, RunningHead);
    }

    public void Draw()
    {
        Head();
        Parties();
        Amount();
        new LineTable(_flow, _sheet.Lines).Draw();
        Totals();
        Payment();
        Notes();
        Feet();
    }

    private void Head()
    {
        var title = $"Invoice {_sheet.Number}";
        _canvas.TextRight(title, PageFlow.Right, _flow.Y + 18, Title);
        var mark = _sheet.Status.Mark.ToUpperInvariant();
        var (paper, ink) = Colors(_sheet.Status.Status);
        var style = new TextStyle(InterFont.SemiBold, 9, ink);
        var width = style.Width(mark) + 16;
        _canvas.Box(PageFlow.Right - width, _flow.Y + 30, width, 18, paper);
        _canvas.TextRight(mark, PageFlow.Right - 8, _flow.Y + 42.3, style);

        var sellerWidth = PageFlow.Right - Title.Width(title) - ColumnGap - PageFlow.Left;
        var top = _flow.Y;
        foreach (var line in TextWrap.Lines(_sheet.Seller, Brand, sellerWidth)) _canvas.Text(line, PageFlow.Left, _flow.Line(21), Brand);
        foreach (var line in _sheet.SellerDetails.SelectMany(detail => TextWrap.Lines(detail, Quiet, sellerWidth)))
            _canvas.Text(line, PageFlow.Left, _flow.Line(13), Quiet);
        _flow.Skip(Math.Max(0, top + 50 - _flow.Y) + 26);
    }

    /// <summary>The customer beside the facts, line by line.</summary>
    private void Parties()
    {
        var left = new List<Action<double>> { y => _canvas.Text("Billed to", PageFlow.Left, y, Label) };
        foreach (var (text, index) in _sheet.BilledTo.Select((text, index) => (text, index)))
        {
            var style = index == 0 ? Strong : Body;
            foreach (var line in TextWrap.Lines(text, style, FactsLeft - ColumnGap - PageFlow.Left))
                left.Add(y => _canvas.Text(line, PageFlow.Left, y, style));
        }

        var right = _sheet.Facts.SelectMany(FactLines).ToList();
        for (var line = 0; line < Math.Max(left.Count, right.Count); line++)
        {
            var y = _flow.Line(14);
            if (line < left.Count) left[line](y);
            if (line < right.Count) right[line](y);
        }

        _flow.Skip(24);
    }

    private IEnumerable<Action<double>> FactLines(SheetFact fact)
    {
        var isFirst = true;
        for (var value = 0; value < fact.Values.Length; value++)
        {
            var style = value == 0 ? Body : Quiet;
            foreach (var line in TextWrap.Lines(fact.Values[value], style, PageFlow.Right - FactValueLeft))
            {
                var label = isFirst ? fact.Label : "";
                isFirst = false;
                yield return y =>
                {
                    _canvas.Text(label, FactsLeft, y, Label);
                    _canvas.Text(line, FactValueLeft, y, style);
                };
            }
        }
    }

    private void Amount()
    {
        foreach (var line in TextWrap.Lines(_sheet.Status.Headline, Headline, PageFlow.Right - PageFlow.Left))
            _canvas.Text(line, PageFlow.Left, _flow.Line(20), Headline);
        _flow.Skip(14);
    }

    private void Totals()
    {
        _flow.Skip(6);
        var rows = _sheet.Totals.Select(TotalRow).ToList();
        // Kept together, unless that is more than a page.
        _flow.Need(Math.Min(rows.Sum(row => row.Labels.Count * 15 + (row.Total.Strong ? 10 : 2)), 600));
        foreach (var (total, labels, style, figures) in rows)
        {
            if (total.Strong)
            {
                _flow.Skip(4);
                _canvas.Rule(TotalsLeft, PageFlow.Right, _flow.Y, 0.8, Ink.Black);
                _flow.Skip(3);
            }

            for (var line = 0; line < labels.Count; line++)
            {
                var y = _flow.Line(total.Strong ? 17 : 15);
                _canvas.Text(labels[line], TotalsLeft, y, style);
                if (line == 0) _canvas.TextRight(total.Amount, PageFlow.Right, y, figures);
            }

            _flow.Skip(total.Strong ? 3 : 1);
        }
    }

    private static (SheetTotal Total, IReadOnlyList<string> Labels, TextStyle Label, TextStyle Figures) TotalRow(SheetTotal total)
    {
        var style = total.Strong ? Strong with { Size = 11 } : Body;
        var figures = style with { Face = total.Strong ? InterFont.SemiBoldFigures : InterFont.RegularFigures };
        var room = PageFlow.Right - figures.Width(total.Amount) - 12 - TotalsLeft;
        return (total, TextWrap.Lines(total.Label, style, Math.Max(room, 60)), style, figures);
    }

    private void Payment()
    {
        if (_sheet.Payment is not { } note) return;
        _flow.Skip(26);
        var lines = TextWrap.Lines(note.Text, Body, PageFlow.Right - PageFlow.Left);
        _flow.Need(Math.Min(18 + lines.Count * 14, 400));
        _canvas.Text(note.Title, PageFlow.Left, _flow.Line(18), Strong);
        foreach (var line in lines) _canvas.Text(line, PageFlow.Left, _flow.Line(14), Body);
    }

    private void Notes()
    {
        _flow.Skip(20);
        foreach (var line in _sheet.Notes.SelectMany(note => TextWrap.Lines(note, Quiet, PageFlow.Right - PageFlow.Left)))
            _canvas.Text(line, PageFlow.Left, _flow.Line(12.5), Quiet);
    }

    private void RunningHead(PdfCanvas canvas)
    {
        var number = $"Invoice {_sheet.Number}, continued";
        canvas.TextRight(number, PageFlow.Right, 52, Strong);
        var seller = TextWrap.Lines(_sheet.Seller, Strong, PageFlow.Right - Strong.Width(number) - ColumnGap - PageFlow.Left);
        canvas.Text(seller[0], PageFlow.Left, 52, Strong);
        canvas.Rule(PageFlow.Left, PageFlow.Right, 62, 0.6, Ink.Hairline);
    }

    /// <summary>Last, when the number of pages is known.</summary>
    private void Feet()
    {
        for (var page = 1; page <= _canvas.Pages; page++)
        {
            _canvas.GoTo(page);
            const double y = PdfCanvas.Height - 38;
            _canvas.Rule(PageFlow.Left, PageFlow.Right, y - 14, 0.6, Ink.Hairline);
            _canvas.Text($"Invoice {_sheet.Number}", PageFlow.Left, y, Quiet);
            _canvas.TextRight($"Page {page} of {_canvas.Pages}", PageFlow.Right, y, Quiet);
        }
    }

    private static (Ink Paper, Ink Text) Colors(InvoiceStatus status) => status switch
    {
        InvoiceStatus.Paid => (new(220, 252, 231), new(22, 101, 52)),
        InvoiceStatus.Void => (new(229, 231, 235), new(55, 65, 81)),
        _ => (new(254, 243, 199), new(146, 64, 14)),
    };
}

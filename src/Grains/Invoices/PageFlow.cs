namespace Billing.Grains.Invoices;

/// <summary>Writes from top to bottom, and goes on on a new page where the room ends.</summary>
internal sealed class PageFlow
{
    public const double Left = 50;
    public const double Right = PdfCanvas.Width - 50;

    private const double Top = 56;
    private const double Bottom = PdfCanvas.Height - 68;

    private readonly PdfCanvas _canvas;
    private readonly Action<PdfCanvas> _runningHead;

    /// <param name="runningHead">Draws the head of every page but the first.</param>
    public PageFlow(PdfCanvas canvas, Action<PdfCanvas> runningHead)
    {
        _canvas = canvas;
        _runningHead = runningHead;
        canvas.AddPage();
    }

    public PdfCanvas Canvas => _canvas;

    /// <summary>How far the page is written, from its top.</summary>
    public double Y { get; private set; } = Top;

    public bool HasRoom(double height) => Y + height <= Bottom;

    public void Skip(double height) => Y += height;

    public void Break()
    {
        _canvas.AddPage();
        _runningHead(_canvas);
        Y = Top + 30;
    }

    /// <summary>Keeps what follows on one page.</summary>
    public void Need(double height)
    {
        if (!HasRoom(height)) Break();
    }

    /// <summary>Makes room for one line and steps below it.</summary>
    /// <returns>The line's baseline.</returns>
    public double Line(double height)
    {
        Need(height);
        Y += height;
        return Y - height * 0.28;
    }
}

using System.Collections.Concurrent;
using Billing.Grains.Payments;
using Microsoft.Extensions.Logging;

namespace Billing.Grains.Tests.Payments;

/// <summary>Keeps everything that a log could ever hold of an entry: text, values, exception.</summary>
internal sealed class RecordingLogger : ILogger<StripePaymentProvider>
{
    private readonly ConcurrentQueue<(int Id, string Text)> _entries = new();

    public IEnumerable<int> EventIds => _entries.Select(entry => entry.Id);

    public string Everything => string.Join('\n', _entries.Select(entry => entry.Text));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "";
        _entries.Enqueue((eventId.Id, $"{formatter(state, exception)} {values} {exception}"));
    }
}

using System.Text;
using System.Text.Json;
using Billing.Api.Tests.Host;

namespace Billing.Api.Tests.ServerSentEvents;

/// <summary>One block of an event stream: the fields between two empty lines, or a comment.</summary>
internal sealed record ServerEvent(string? Event, string? Id, string? Data, string? Retry)
{
    public bool IsComment => this == new ServerEvent(null, null, null, null);

    public JsonElement Json => JsonDocument.Parse(Data!).RootElement;
}

/// <summary>An event stream as it comes, every byte of it looked at.</summary>
internal sealed class EventReader(HttpResponseMessage response) : IDisposable
{
    private readonly StreamReader lines = new(response.Content.ReadAsStream(TestContext.Current.CancellationToken), Encoding.UTF8);

    public HttpResponseMessage Response => response;

    public static async Task<EventReader> OpenAsync(TestGateway gateway, string query, Action<HttpRequestMessage>? change = null)
    {
        var request = gateway.Post(JsonContent(query), "text/event-stream");
        change?.Invoke(request);
        var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken).Soon();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        var reader = new EventReader(response);
        Assert.Equal(new ServerEvent(null, null, null, "1000"), await reader.NextAsync());
        return reader;
    }

    /// <returns>Null at the stream's end.</returns>
    public async Task<ServerEvent?> NextAsync()
    {
        ServerEvent read = new(null, null, null, null);
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().Soon() is { } line)
        {
            if (line.Length == 0) return read;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = line[(colon + 1)..].TrimStart();
            read = line[..colon] switch
            {
                "event" => read with { Event = value },
                "id" => read with { Id = value },
                "data" => read with { Data = value },
                "retry" => read with { Retry = value },
                "" => read,
                var other => throw new InvalidOperationException("What is " + other),
            };
        }
        return null;
    }

    public void Dispose()
    {
        lines.Dispose();
        response.Dispose();
    }

    private static StringContent JsonContent(string query) => new(JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json");
}

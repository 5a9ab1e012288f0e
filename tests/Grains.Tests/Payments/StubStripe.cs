using System.Net;
using System.Text;

namespace Billing.Grains.Tests.Payments;

/// <summary>A request as it left the adapter.</summary>
internal sealed record SentRequest(string Method, string Path, string Query, string Form, string? Key, string? Authorization, string? Telemetry);

/// <summary>Answers requests from a list, without a network.</summary>
internal sealed class StubStripe : HttpMessageHandler
{
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _answers = new();

    public List<SentRequest> Requests { get; } = [];

    public StubStripe Answer(int status, string body)
    {
        _answers.Enqueue(_ => Task.FromResult(new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        }));
        return this;
    }

    public StubStripe Answer(Func<CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add(new SentRequest(
            request.Method.Method,
            request.RequestUri!.AbsolutePath,
            Uri.UnescapeDataString(request.RequestUri.Query.TrimStart('?')),
            Uri.UnescapeDataString(form),
            Header(request, "Idempotency-Key"),
            request.Headers.Authorization?.ToString(),
            Header(request, "X-Stripe-Client-Telemetry")));
        return await _answers.Dequeue()(cancellationToken);
    }

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}

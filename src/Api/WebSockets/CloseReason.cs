using System.Net.WebSockets;
using System.Text;

namespace Billing.Api.WebSockets;

/// <summary>Why the service closes a WebSocket (decision 0025). What a client may cure by connecting again has a code after which the usual clients do.</summary>
internal sealed record CloseReason(int Code, string Text)
{
    private const int LongestText = 123;    // RFC 6455: a control frame has 125 bytes, the code takes two

    public static CloseReason Normal { get; } = new(1000, "");

    public static CloseReason Stopping { get; } = new(1001, "The service restarts");

    public static CloseReason NoAnswer { get; } = new(1001, "No answer to a ping");

    public static CloseReason TooBig { get; } = new(1009, "Message too big");

    public static CloseReason BeforeInit { get; } = new(4401, "Unauthorized");

    public static CloseReason BadToken { get; } = new(4403, "Forbidden");

    public static CloseReason TokenExpired { get; } = new(4403, "Token expired");

    public static CloseReason WrongProtocol { get; } = new(4406, "Subprotocol not acceptable");

    public static CloseReason NoInit { get; } = new(4408, "Connection initialisation timeout");

    public static CloseReason SecondInit { get; } = new(4429, "Too many initialisation requests");

    public static CloseReason SlowConsumer { get; } = new(4503, Errors.ApiErrorCode.SlowConsumer);

    public static CloseReason TooMany { get; } = new(4503, "Too many connections");

    public static CloseReason Unavailable { get; } = new(4503, "Try again later");

    public WebSocketCloseStatus Status => (WebSocketCloseStatus)Code;

    public static CloseReason Invalid(string problem) => new(4400, Fits(problem) ? problem : "Invalid message");

    public static CloseReason Duplicate(string id)
    {
        var text = $"Subscriber for {id} already exists";
        return new(4409, Fits(text) ? text : "Subscriber already exists");
    }

    private static bool Fits(string text) => Encoding.UTF8.GetByteCount(text) <= LongestText;
}

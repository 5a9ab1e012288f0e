using System.Net;
using System.Net.Sockets;
using System.Text;
using Billing.Domain;
using Billing.Grains.Mail;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Xunit;
using static Billing.Grains.Tests.Mail.MailFixture;

namespace Billing.Grains.Tests.Mail;

public sealed class SmtpMailTransportTests : IAsyncDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly MailSendResult NoTls = new MailSendResult.Failed("smtp server offers no TLS", Permanent: false);

    private readonly SmtpListener _server = new();
    private readonly FakeTimeProvider _time = new();
    private readonly MailLogRecorder _log = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_mail_arrives_whole_with_one_message_for_all_recipients()
    {
        Assert.IsType<MailSendResult.Sent>(await SendAsync(Outgoing("a@acme.example", "b@acme.example")));
        using var message = await MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(Assert.Single(_server.Messages))), Token);
        Assert.Equal($"{Id}@mail.example", message.MessageId);
        Assert.Equal("Zugang für Müller & Söhne 再開", message.Subject);
        Assert.Equal("Text: grüß Gott\n", message.TextBody!.ReplaceLineEndings("\n"));
        Assert.Equal("<p>HTML: grüß Gott</p>\n", message.HtmlBody!.ReplaceLineEndings("\n"));
        Assert.Contains(_server.Commands, command => command.StartsWith("MAIL FROM:<from@mail.example>", StringComparison.Ordinal));
        Assert.Equal(2, _server.Commands.Count(command => command.StartsWith("RCPT TO", StringComparison.Ordinal)));
        Assert.Equal("QUIT", _server.Commands.Last());
    }

    [Theory]
    [InlineData("CONNECT", "421 busy", false)]
    [InlineData("CONNECT", "554 no", false)]
    [InlineData("MAIL", "451 later", false)]
    [InlineData("MAIL", "550 sender jane@acme.example unwanted", false)]
    [InlineData("RCPT", "450 later", false)]
    [InlineData("RCPT", "550 no jane@acme.example here", true)]
    [InlineData(".", "452 full", false)]
    [InlineData(".", "554 looks odd", true)]
    [InlineData("EHLO", "what?", false)]
    public async Task Refusals_are_results_and_only_5xx_of_the_mail_itself_is_for_good(string command, string answer, bool permanent)
    {
        _server.Answer = line => line.StartsWith(command, StringComparison.Ordinal) ? answer : null;
        var failed = Assert.IsType<MailSendResult.Failed>(await SendAsync(Outgoing()));
        Assert.Equal(permanent, failed.Permanent);
        Assert.StartsWith("smtp ", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('@', failed.Error);
        Assert.Empty(_server.Messages);
    }

    [Fact]
    public async Task A_refused_connection_is_a_failure_for_now()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        Assert.Equal(new MailSendResult.Failed("smtp connection failed", Permanent: false), await SendAsync(Outgoing(), port: port));
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_after_twenty_seconds()
    {
        var asked = new TaskCompletionSource();
        _server.Answer = line =>
        {
            if (!line.StartsWith("MAIL", StringComparison.Ordinal)) return null;
            asked.TrySetResult();
            return "";
        };
        var sending = SendAsync(Outgoing());
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(sending.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new MailSendResult.Failed("smtp timed out", Permanent: false), await sending);
    }

    [Fact]
    public async Task The_callers_cancellation_is_no_failure()
    {
        using var cancel = new CancellationTokenSource();
        _server.Answer = line =>
        {
            if (!line.StartsWith("MAIL", StringComparison.Ordinal)) return null;
            cancel.Cancel();
            return "";
        };
        using var transport = Transport();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transport.SendAsync(Outgoing(), cancel.Token));
    }

    [Fact]
    public async Task A_recipient_refused_for_good_keeps_it_from_nobody_else()
    {
        _server.Answer = line => line.StartsWith("RCPT TO:<gone", StringComparison.Ordinal) ? "550 no" : null;
        Assert.IsType<MailSendResult.Sent>(await SendAsync(Outgoing("gone@acme.example", "b@acme.example")));
        Assert.Single(_server.Messages);
        Assert.Contains(2405, _log.EventIds);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task A_recipient_not_ready_holds_it_up_for_two_tries(int failures, bool sent)
    {
        _server.Answer = line => line.StartsWith("RCPT TO:<late", StringComparison.Ordinal) ? "450 later" : null;
        var result = await SendAsync(Outgoing("late@acme.example", "b@acme.example") with { Failures = failures });
        Assert.Equal(sent, result is MailSendResult.Sent);
        Assert.Equal(sent ? 1 : 0, _server.Messages.Count);
    }

    [Fact]
    public async Task Mails_at_the_same_time_share_at_most_four_connections()
    {
        using var transport = Transport();
        var mails = Enumerable.Range(0, 40).Select(number => Outgoing() with { Id = new MailId($"mail_{number}") });
        var results = await Task.WhenAll(mails.Select(mail => transport.SendAsync(mail, Token)));
        Assert.All(results, result => Assert.IsType<MailSendResult.Sent>(result));
        Assert.Equal(40, _server.Messages.Count);
        Assert.InRange(_server.Connections, 1, 20);
    }

    [Fact]
    public async Task A_password_goes_without_TLS_only_where_that_is_asked_for()
    {
        Assert.Equal(NoTls, await SendAsync(Outgoing(), SmtpSecurity.Auto, user: "u"));
        Assert.Equal(NoTls, await SendAsync(Outgoing(), SmtpSecurity.StartTls));
        Assert.DoesNotContain(_server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
        Assert.IsType<MailSendResult.Sent>(await SendAsync(Outgoing(), SmtpSecurity.None, user: "u"));
        Assert.Contains(_server.Commands, command => command.StartsWith("AUTH PLAIN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_sign_in_is_for_the_operator_to_mend()
    {
        _server.Answer = line => line.StartsWith("AUTH", StringComparison.Ordinal) ? "535 no" : null;
        Assert.Equal(
            new MailSendResult.Failed("smtp sign-in refused", Permanent: false), await SendAsync(Outgoing(), SmtpSecurity.None, user: "u"));
    }

    [Fact]
    public async Task D11_the_log_holds_ids_only()
    {
        _server.Answer = line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 no jane@acme.example here" : null;
        await SendAsync(Outgoing("jane@acme.example", "broken"));
        _server.Answer = _ => null;
        await SendAsync(Outgoing("jane@acme.example"));
        Assert.Equal([2404, 2403, 2401], _log.EventIds);
        Assert.DoesNotContain('@', _log.Everything);
        Assert.DoesNotContain("broken", _log.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("Zugang", _log.Everything, StringComparison.Ordinal);
        Assert.Contains(Id.Value, _log.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 25, null, "Smtp:Host")]
    [InlineData("mail.example", 70000, null, "Smtp:Port")]
    [InlineData("mail.example", 25, "user", "Smtp:User")]
    public void A_problem_names_its_key(string host, int port, string? user, string key) =>
        Assert.StartsWith(key, new SmtpOptions { Host = host, Port = port, User = user }.Problem(), StringComparison.Ordinal);

    private async Task<MailSendResult> SendAsync(
        OutgoingMail mail, SmtpSecurity security = SmtpSecurity.None, string? user = null, int? port = null)
    {
        using var transport = Transport(security, user, port);
        return await transport.SendAsync(mail, Token);
    }

    private SmtpMailTransport Transport(SmtpSecurity security = SmtpSecurity.None, string? user = null, int? port = null) => new(
        new()
        {
            Host = "127.0.0.1",
            Port = port ?? _server.Port,
            Security = security,
            User = user,
            Password = user is null ? null : "secret",
            From = "from@mail.example",
        },
        Options, _time, _log);
}

/// <summary>Keeps everything that a log could ever hold of an entry: text, values, exception.</summary>
internal sealed class MailLogRecorder : ILogger<SmtpMailTransport>
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<(int Id, string Text)> _entries = new();

    public IEnumerable<int> EventIds => _entries.Select(entry => entry.Id);

    public string Everything => string.Join('\n', _entries.Select(entry => entry.Text));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "";
        _entries.Enqueue((eventId.Id, $"{formatter(state, exception)} {values} {exception}"));
    }
}

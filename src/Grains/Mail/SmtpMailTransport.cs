using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Billing.Grains.Mail;

/// <summary>Sends mails through an SMTP server: at most four connections at once, each kept while somebody waits for one and closed
/// after. One instance serves the process.</summary>
public sealed class SmtpMailTransport : IMailTransport, IDisposable
{
    private const int MostConnections = 4;
    private const int PatientTries = 2;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly SmtpOptions _smtp;
    private readonly MailOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _slots = new(MostConnections);
    private readonly ConcurrentBag<SmtpConnection> _open = [];
    private int _waiting;

    /// <param name="time">For time-outs: the system's, never an organization's test clock.</param>
    /// <exception cref="ArgumentException">The options have a problem; the message names the key.</exception>
    public SmtpMailTransport(SmtpOptions smtp, MailOptions options, TimeProvider time, ILogger<SmtpMailTransport> logger)
    {
        if ((smtp.Problem() ?? options.Problem()) is { } problem) throw new ArgumentException(problem, nameof(options));
        _smtp = smtp;
        _options = smtp.From is { Length: > 0 } from ? options with { From = from } : options;
        _time = time;
        _logger = logger;
    }

    public async Task<MailSendResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var message = MailMessage.Of(mail, _options, out var unreadable);
        if (unreadable > 0) MailLog.Unreadable(_logger, mail.Id, unreadable);
        if (message is null) return MailLog.Failed(_logger, mail, "no readable address", permanent: true);

        using var timeout = new CancellationTokenSource(Longest, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await UseConnectionAsync(async connection =>
            {
                await connection.DeliverAsync(message, mail.Failures >= PatientTries, both.Token);
                foreach (var code in connection.Refused) MailLog.RecipientRefused(_logger, mail.Id, code);
            }, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return MailLog.Failed(_logger, mail, "smtp timed out", permanent: false);
        }
        catch (Exception problem) when (SmtpFailure.Of(problem) is { } failure)
        {
            return MailLog.Failed(_logger, mail, failure.Error, failure.Permanent);
        }

        MailLog.Sent(_logger, mail.Id, mail.Template);
        return new MailSendResult.Sent();
    }

    public void Dispose()
    {
        while (_open.TryTake(out var connection)) connection.Dispose();
        _slots.Dispose();
    }

    private async Task UseConnectionAsync(Func<SmtpConnection, Task> use, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _slots.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            var connection = await OpenAsync(cancellationToken);
            try
            {
                await use(connection);
            }
            catch
            {
                // Whatever state it is in, nobody gets it.
                connection.Dispose();
                throw;
            }

            await HandOnAsync(connection);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<SmtpConnection> OpenAsync(CancellationToken cancellationToken)
    {
        while (_open.TryTake(out var open))
        {
            if (await IsAliveAsync(open, cancellationToken)) return open;
            open.Dispose();
        }

        var connection = new SmtpConnection();
        try
        {
            await connection.OpenAsync(_smtp, cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether the server still talks on a connection that somebody else left.</summary>
    private static async Task<bool> IsAliveAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.NoOpAsync(cancellationToken);
            return true;
        }
        catch (Exception problem) when (SmtpFailure.Of(problem) is not null)
        {
            return false;
        }
    }

    /// <summary>To the next in line, or closed. The mail is out by now: no failure here counts.</summary>
    private async Task HandOnAsync(SmtpConnection connection)
    {
        if (connection.IsConnected && Volatile.Read(ref _waiting) > 0)
        {
            _open.Add(connection);
            return;
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
        try
        {
            await connection.DisconnectAsync(quit: true, timeout.Token);
        }
        catch (Exception problem) when (problem is OperationCanceledException || SmtpFailure.Of(problem) is not null)
        {
            // Closed by the other side, or by the line below.
        }

        connection.Dispose();
    }
}

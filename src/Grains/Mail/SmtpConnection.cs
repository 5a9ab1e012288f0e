using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace Billing.Grains.Mail;

/// <summary>One connection. It may take several mails, one after the other, and judges each recipient's refusal.</summary>
internal sealed class SmtpConnection : SmtpClient
{
    private readonly List<int> _refused = [];
    private bool _goOnWithoutLate;

    /// <summary>Status codes of recipients that the last mail went out without.</summary>
    public IReadOnlyList<int> Refused => _refused;

    public async Task OpenAsync(SmtpOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await ConnectAsync(options.Host, options.EffectivePort, options.SocketOptions, cancellationToken);
        }
        catch (NotSupportedException)
        {
            throw new NoTlsException();
        }

        if (string.IsNullOrEmpty(options.User)) return;
        if (!IsSecure && options.Security != SmtpSecurity.None) throw new NoTlsException();
        await AuthenticateAsync(options.User, options.Password ?? "", cancellationToken);
    }

    /// <param name="goOnWithoutLate">A recipient's 4xx no longer stops the mail for the others.</param>
    public async Task DeliverAsync(MimeMessage message, bool goOnWithoutLate, CancellationToken cancellationToken)
    {
        _refused.Clear();
        _goOnWithoutLate = goOnWithoutLate;
        await SendAsync(message, cancellationToken);
    }

    /// <summary>Before the mail itself is handed over: a 4xx stops it for all, so that a later try doubles nothing; a 5xx stays a 5xx,
    /// so the others get theirs.</summary>
    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        var code = (int)response.StatusCode;
        if (code < 500 && !_goOnWithoutLate) base.OnRecipientNotAccepted(message, mailbox, response);
        _refused.Add(code);
    }

    protected override void OnNoRecipientsAccepted(MimeMessage message) => throw new NoRecipientAcceptedException(_refused);
}

/// <summary>The server offers no TLS, and the options want it, or a password must not go without.</summary>
internal sealed class NoTlsException : Exception;

/// <summary>Nobody gets the mail.</summary>
internal sealed class NoRecipientAcceptedException(IReadOnlyCollection<int> codes) : Exception
{
    /// <summary>Each recipient was refused for good.</summary>
    public bool Permanent { get; } = codes.All(code => code >= 500);

    public int Code { get; } = codes.Min();
}

/// <summary>What failures of SMTP mean for the mail.</summary>
internal static class SmtpFailure
{
    /// <summary>Null: not a failure of SMTP at all.</summary>
    public static (string Error, bool Permanent)? Of(Exception problem) => problem switch
    {
        NoRecipientAcceptedException refused => ($"smtp {Text(refused.Code)} recipients refused", refused.Permanent),
        SmtpCommandException command => OfCommand(command),
        NoTlsException => ("smtp server offers no TLS", false),
        MailKit.Security.AuthenticationException or ServiceNotAuthenticatedException => ("smtp sign-in refused", false),
        MailKit.Security.SslHandshakeException => ("smtp TLS failed", false),
        // An address beyond ASCII, and a server without SMTPUTF8.
        NotSupportedException => ("smtp server does not support what the mail needs", true),
        SocketException or ServiceNotConnectedException or ProtocolException or IOException => ("smtp connection failed", false),
        _ => null,
    };

    /// <summary>The sender and the sign-in are the operator's to mend: mails wait for it.</summary>
    private static (string Error, bool Permanent) OfCommand(SmtpCommandException command)
    {
        var refused = (int)command.StatusCode >= 500;
        return command.ErrorCode switch
        {
            SmtpErrorCode.RecipientNotAccepted => ($"smtp {Text((int)command.StatusCode)} recipient refused", refused),
            SmtpErrorCode.MessageNotAccepted => ($"smtp {Text((int)command.StatusCode)} message refused", refused),
            SmtpErrorCode.SenderNotAccepted => ($"smtp {Text((int)command.StatusCode)} sender refused", false),
            _ => ($"smtp {Text((int)command.StatusCode)}", false),
        };
    }

    private static string Text(int code) => code.ToString(CultureInfo.InvariantCulture);
}

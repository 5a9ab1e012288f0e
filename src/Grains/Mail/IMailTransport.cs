namespace Billing.Grains.Mail;

/// <summary>Where mail goes. Safe for many callers at once.</summary>
public interface IMailTransport
{
    /// <summary>Sends one mail. Failures and time-outs (20 s) are results; after an unknown outcome (the connection broke while the
    /// server was taking it) the mail is sent again under the same Message-ID.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was canceled.</exception>
    Task<MailSendResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken);
}

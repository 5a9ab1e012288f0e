using MailKit.Security;

namespace Billing.Grains.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>TLS from the start on port 465, else STARTTLS where the server offers it. A password goes over TLS only.</summary>
    Auto,

    /// <summary>None at all: a server on the same machine.</summary>
    None,

    /// <summary>STARTTLS, or no mail.</summary>
    StartTls,

    SslOnConnect,
}

/// <summary>How to reach the mail server: the section <c>Smtp</c> of the configuration. A class, not a record: its text must not show
/// the password.</summary>
public sealed class SmtpOptions
{
    /// <summary>No default: without one, mail goes to files.</summary>
    public string Host { get; set; } = "";

    /// <summary>Default, 0: 465 with SslOnConnect, else 587.</summary>
    public int Port { get; set; }

    /// <summary>Default: none, the server wants no sign-in.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>The sender's address. Default: billing@localhost.</summary>
    public string? From { get; set; }

    /// <summary>Default: Auto.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.Auto;

    internal int EffectivePort => Port != 0 ? Port : Security == SmtpSecurity.SslOnConnect ? 465 : 587;

    internal SecureSocketOptions SocketOptions => Security switch
    {
        SmtpSecurity.None => SecureSocketOptions.None,
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.SslOnConnect => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.Auto,
    };

    /// <summary>What is wrong with the options, naming the key and never its value; null when they are fine.</summary>
    public string? Problem() =>
        string.IsNullOrWhiteSpace(Host) ? "Smtp:Host is missing."
        : Port is < 0 or > 65535 ? "Smtp:Port is no port."
        : !string.IsNullOrEmpty(User) && string.IsNullOrEmpty(Password) ? "Smtp:User has no Smtp:Password."
        : From is { Length: > 0 } && !MailAddress.TryParse(From, out _) ? "Smtp:From is not a mail address."
        : !Enum.IsDefined(Security) ? "Smtp:Security is none of Auto, None, StartTls, SslOnConnect."
        : null;
}

using Microsoft.Extensions.Logging;
using NodaTime.Text;

namespace Billing.Grains.Mail;

/// <summary>Writes mails as .eml files, for where there is no mail server. A file's name is the mail's date, template and id, so names
/// sort by time, and a second delivery replaces the first.</summary>
public sealed class FileMailTransport : IMailTransport
{
    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HHmmss.fffffff'Z'");

    private readonly string _directory;
    private readonly MailOptions _options;
    private readonly ILogger _logger;

    /// <param name="dataDirectory"><c>Billing:DataDirectory</c>; files go to its folder <c>mail</c>, made with the first one.</param>
    /// <exception cref="ArgumentException">The options have a problem; the message names the key.</exception>
    public FileMailTransport(string dataDirectory, MailOptions options, ILogger<FileMailTransport> logger)
    {
        if (options.Problem() is { } problem) throw new ArgumentException(problem, nameof(options));
        _directory = Path.Combine(dataDirectory, "mail");
        _options = options;
        _logger = logger;
    }

    public async Task<MailSendResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var message = MailMessage.Of(mail, _options, out var unreadable);
        if (unreadable > 0) MailLog.Unreadable(_logger, mail.Id, unreadable);
        if (message is null) return MailLog.Failed(_logger, mail, "no readable address", permanent: true);
        // Not a name that anybody looks for, until it is complete.
        var written = Path.Combine(_directory, $".{Path.GetRandomFileName()}");
        try
        {
            Directory.CreateDirectory(_directory);
            await using (var file = new FileStream(written, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await message.WriteToAsync(file, CancellationToken.None);
                file.Flush(flushToDisk: true);
            }

            File.Move(written, Path.Combine(_directory, NameOf(mail)), overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Discard(written);
            return MailLog.Failed(_logger, mail, "the file could not be written", permanent: false);
        }

        MailLog.Sent(_logger, mail.Id, mail.Template);
        return new MailSendResult.Sent();
    }

    private static string NameOf(OutgoingMail mail)
    {
        var id = string.Concat(mail.Id.Value.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        return $"{Stamp.Format(mail.At)}-{mail.Template}-{id}.eml";
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // It stays behind; its name says that it is nothing.
        }
    }
}

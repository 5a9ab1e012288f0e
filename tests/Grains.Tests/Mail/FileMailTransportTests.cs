using Billing.Domain;
using Billing.Grains.Mail;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using NodaTime;
using Xunit;
using static Billing.Grains.Tests.Mail.MailFixture;

namespace Billing.Grains.Tests.Mail;

public sealed class FileMailTransportTests : IDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly string _data = Directory.CreateTempSubdirectory("mail-").FullName;

    private FileMailTransport Transport => new(_data, Options, NullLogger<FileMailTransport>.Instance);

    private string Folder => Path.Combine(_data, "mail");

    private string[] Files => [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_mail_reads_back_as_it_was_sent()
    {
        Assert.IsType<MailSendResult.Sent>(await SendAsync(Outgoing("a@acme.example", "b@acme.example")));
        using var message = await MimeMessage.LoadAsync(Path.Combine(Folder, Assert.Single(Files)), Token);
        Assert.Equal(["a@acme.example", "b@acme.example"], message.To.Mailboxes.Select(mailbox => mailbox.Address));
        Assert.Equal("billing@localhost", Assert.Single(message.From.Mailboxes).Address);
        Assert.Equal("Kustomer", message.From[0].Name);
        Assert.Equal("client-billing@kustomer.example", Assert.Single(message.ReplyTo.Mailboxes).Address);
        Assert.Equal("Zugang für Müller & Söhne 再開", message.Subject);
        Assert.Equal("Text: grüß Gott\n", message.TextBody!.ReplaceLineEndings("\n"));
        Assert.Equal("<p>HTML: grüß Gott</p>\n", message.HtmlBody!.ReplaceLineEndings("\n"));
        Assert.Equal($"{Id}@localhost", message.MessageId);
        Assert.Equal(Start, Instant.FromDateTimeOffset(message.Date));
        Assert.Equal("multipart/alternative", message.Body!.ContentType.MimeType);
    }

    [Fact]
    public async Task A_second_delivery_replaces_the_first()
    {
        await SendAsync(Outgoing() with { Subject = "First" });
        await SendAsync(Outgoing() with { Subject = "Second" });
        var file = await File.ReadAllTextAsync(Path.Combine(Folder, Assert.Single(Files)), Token);
        Assert.Contains("Second", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_sort_by_time_and_tell_template_and_id()
    {
        await SendAsync(Outgoing() with { Id = new MailId("mail_a"), At = Start + Duration.FromTicks(1) });
        await SendAsync(Outgoing() with { Id = new MailId("mail_b") });
        Assert.Equal(
            ["2026-01-02T000000.0000000Z-AccessRestored-mail_b.eml", "2026-01-02T000000.0000001Z-AccessRestored-mail_a.eml"], Files);
    }

    [Fact]
    public async Task An_id_cannot_lead_out_of_the_folder()
    {
        await SendAsync(Outgoing() with { Id = new MailId("../../x") });
        Assert.EndsWith("-______x.eml", Assert.Single(Files), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_take_no_line_ends()
    {
        var mail = Outgoing(Mailbox, "x@acme.example\r\nBcc: eve@evil.example");
        await SendAsync(mail with { Subject = "Hello\r\nBcc: eve@evil.example" });
        using var message = await MimeMessage.LoadAsync(Path.Combine(Folder, Assert.Single(Files)), Token);
        Assert.Empty(message.Bcc);
        Assert.Equal("Hello Bcc: eve@evil.example", message.Subject);
        Assert.Equal(Mailbox, Assert.Single(message.To.Mailboxes).Address);
    }

    [Fact]
    public async Task Without_any_readable_address_it_fails_for_good() =>
        Assert.Equal(
            new MailSendResult.Failed("no readable address", Permanent: true), await SendAsync(Outgoing("nobody", "A <a@b.example>")));

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_failure_and_no_exception()
    {
        await File.WriteAllTextAsync(Folder, "in the way", Token);
        Assert.Equal(new MailSendResult.Failed("the file could not be written", Permanent: false), await SendAsync(Outgoing()));
        File.Delete(Folder);
    }

    private Task<MailSendResult> SendAsync(OutgoingMail mail) => Transport.SendAsync(mail, Token);
}

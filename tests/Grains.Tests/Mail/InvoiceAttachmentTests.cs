using System.Text;
using Billing.Contracts.Invoices;
using Billing.Contracts.ReadModel;
using Billing.Domain.Invoices;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Grains.Invoices;
using Billing.Grains.Mail;
using Billing.Grains.Tests.Invoices;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using NodaTime;
using static Billing.Grains.Tests.Mail.MailFixture;

namespace Billing.Grains.Tests.Mail;

/// <summary>The invoice's document goes with its mail, and never keeps the mail from going.</summary>
public sealed class InvoiceAttachmentTests : IDisposable
{
    private static readonly MailFacts AboutFirst = new() { InvoiceNumber = 1, Amount = Usd(1406_08), At = Start };

    private readonly string _data = Directory.CreateTempSubdirectory("mail-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task R19_M06_the_paid_invoice_is_attached_as_pdf()
    {
        using var message = await SentAsync(MailFixture.Mail(MailTemplate.InvoicePaid, AboutFirst), Paid(Organization(), Renewal()));
        Assert.Equal("multipart/mixed", message.Body!.ContentType.MimeType);
        Assert.Equal("Words\n", message.TextBody!.ReplaceLineEndings("\n"));
        var text = string.Join(' ', Samples.Pages(Attached(message)));
        Assert.Contains("PAID", text, StringComparison.Ordinal);
        Assert.Contains("$1,406.08 paid on 2 Jan 2026", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A39_M07_the_issued_invoice_is_attached_as_pdf()
    {
        using var message = await SentAsync(MailFixture.Mail(MailTemplate.InvoiceIssued, AboutFirst), Issued(Organization(), Renewal(Collection.SendInvoice)));
        Assert.Contains("$1,406.08 due by 1 Feb 2026", string.Join(' ', Samples.Pages(Attached(message))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task M06_a_second_try_sends_the_same_bytes()
    {
        var mail = MailFixture.Mail(MailTemplate.InvoicePaid, AboutFirst);
        var state = Paid(Organization(), Renewal());
        var first = await WrittenAsync(mail, state, Documents());
        Assert.Equal(first, await WrittenAsync(mail with { Failures = 3 }, state, Documents()));
    }

    [Theory]
    [InlineData(MailTemplate.InvoiceOverdue, 1)]
    [InlineData(MailTemplate.PaymentDeclined, 1)]
    [InlineData(MailTemplate.InvoicePaid, null)]
    [InlineData(MailTemplate.InvoicePaid, 99)]
    public async Task Other_mails_go_without_it(MailTemplate template, int? number)
    {
        using var message = await SentAsync(MailFixture.Mail(template, AboutFirst with { InvoiceNumber = number }), Paid(Organization(), Renewal()));
        Assert.Equal("multipart/alternative", message.Body!.ContentType.MimeType);
        Assert.Empty(message.Attachments);
    }

    [Fact]
    public async Task A_document_that_cannot_be_made_does_not_stop_the_mail()
    {
        var file = await WrittenAsync(MailFixture.Mail(MailTemplate.InvoicePaid, AboutFirst), Paid(Organization(), Renewal()), new Broken());
        Assert.Contains("multipart/alternative", Encoding.Latin1.GetString(file), StringComparison.Ordinal);
        Assert.DoesNotContain("application/pdf", Encoding.Latin1.GetString(file), StringComparison.Ordinal);
    }

    private static byte[] Attached(MimeMessage message)
    {
        var part = Assert.IsType<MimePart>(Assert.Single(message.Attachments));
        Assert.Equal("application/pdf", part.ContentType.MimeType);
        Assert.Equal("invoice-0001.pdf", part.FileName);
        using var content = new MemoryStream();
        part.Content!.DecodeTo(content, TestContext.Current.CancellationToken);
        Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(content.ToArray()), StringComparison.Ordinal);
        return content.ToArray();
    }

    private async Task<MimeMessage> SentAsync(QueuedMail mail, OrganizationState state) =>
        await MimeMessage.LoadAsync(new MemoryStream(await WrittenAsync(mail, state, Documents())), TestContext.Current.CancellationToken);

    private async Task<byte[]> WrittenAsync(QueuedMail mail, OrganizationState state, IInvoiceDocuments documents)
    {
        var transport = new FileMailTransport(_data, Options, NullLogger<FileMailTransport>.Instance);
        var delivery = new QueuedMailDelivery(new OneMail(), transport, documents, NullLogger<QueuedMailDelivery>.Instance);
        Assert.Null(await delivery.SendAsync(state, mail));
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_data, "mail")));
        return await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
    }

    private static InvoiceDocuments Documents() => new(Options);

    private sealed class Broken : IInvoiceDocuments
    {
        public byte[] Render(Invoice invoice, OrganizationState state) => throw new InvalidOperationException("No ink.");
    }

    private sealed class OneMail : IReadModel
    {
        public Task<MailRow?> MailByIdAsync(string organizationId, string mailId, CancellationToken cancellationToken) => Task.FromResult<MailRow?>(
            new(organizationId, mailId, 1, "INVOICE_PAID", "Subject", [Mailbox], "Words\n", "<p>Words</p>\n", Start, null, "QUEUED", null, "0001"));

        public Task<Page<OrganizationRow>> OrganizationsAsync(OrganizationFilter filter, int first, long? afterKey, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Page<AccountRow>> AccountsAsync(string? search, int first, long? afterKey, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> OrganizationsOfMemberAsync(string memberId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<AdHocPage> AdHocRequestsAsync(AdHocFilter filter, int first, AdHocPlace? after, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyDictionary<InvoiceKey, IReadOnlyList<MailRow>>> CopiesAsync(IReadOnlyCollection<InvoiceKey> invoices, int most, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Page<MailRow>> MailAsync(string organizationId, MailFilter filter, int first, long? beforeKey, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<DueOrganization>> DueAsync(Instant until, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

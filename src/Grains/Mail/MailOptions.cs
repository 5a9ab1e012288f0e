using MimeKit;

namespace Billing.Grains.Mail;

/// <summary>What mails call the product, where their links start and who they come from: <c>Billing:ProductName</c>,
/// <c>Billing:ProductUrl</c>, <c>Billing:StaffEmail</c>, <c>Smtp:From</c>.</summary>
public sealed record MailOptions
{
    public const string DefaultFrom = "billing@localhost";

    /// <summary>Default: Kustomer.</summary>
    public string ProductName { get; init; } = "Kustomer";

    /// <summary>An absolute http or https address, a path included where there is one. Default: http://localhost:5000.</summary>
    public string ProductUrl { get; init; } = "http://localhost:5000";

    /// <summary>Where customers turn for wire details and the like; answers to mails go there, too. Default:
    /// client-billing@localhost.</summary>
    public string StaffEmail { get; init; } = "client-billing@localhost";

    /// <summary>What an invoice says of its seller below the name, a line each: legal name, address, tax id. Default: nothing.</summary>
    public IReadOnlyList<string> SellerDetails { get; init; } = [];

    /// <summary>The sender's address. Default: billing@localhost.</summary>
    public string From { get; init; } = DefaultFrom;

    /// <summary>What is wrong with the options, naming the key; null when they are fine.</summary>
    public string? Problem() =>
        ProductName.Length == 0 || ProductName != PlainText.Clean(ProductName) ? "Billing:ProductName is empty, or not one line of text."
        : !IsWeb(ProductUrl) ? "Billing:ProductUrl is not an absolute http or https address."
        : !MailAddress.TryParse(StaffEmail, out _) ? "Billing:StaffEmail is not a mail address."
        : SellerDetails.Any(line => line.Length > 200 || line != PlainText.Clean(line)) ? "Billing:SellerDetails is not lines of at most 200 characters, separated by |."
        : !MailAddress.TryParse(From, out _) ? "Smtp:From is not a mail address."
        : null;

    private static bool IsWeb(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri is { Query: "", Fragment: "", UserInfo: "" };
}

/// <summary>Reads addresses as people's: one mailbox, nothing beside it.</summary>
internal static class MailAddress
{
    /// <returns>False for anything but a bare <c>local@domain</c>: names, lists, routes, comments, line ends.</returns>
    public static bool TryParse(string text, out MailboxAddress mailbox)
    {
        mailbox = null!;
        if (text.Any(char.IsControl) || !MailboxAddress.TryParse(text, out var parsed)) return false;
        if (!string.Equals(parsed.Address, text, StringComparison.Ordinal) || parsed.Domain.Length == 0) return false;
        mailbox = parsed;
        return true;
    }
}

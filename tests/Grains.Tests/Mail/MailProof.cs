using Billing.Grains.Mail;
using Snapshooter.Xunit3;
using Xunit;

namespace Billing.Grains.Tests.Mail;

/// <summary>What a mail says, in both of its parts.</summary>
internal static class MailProof
{
    /// <summary>Both parts are as the snapshots have them.</summary>
    public static RenderedMail Match(string name, RenderedMail mail)
    {
        Snapshot.Match($"Subject: {mail.Subject}\n\n{mail.Text}", $"{name}.text");
        Snapshot.Match(mail.Html, $"{name}.html");
        return mail;
    }

    /// <summary>Both parts say it; line ends and markup between words aside.</summary>
    public static void Says(RenderedMail mail, params string[] phrases) => Assert.All(Parts(mail), part =>
        Assert.All(phrases, phrase => Assert.Contains(phrase, part, StringComparison.Ordinal)));

    /// <summary>Neither part says any of it.</summary>
    public static void SaysNot(RenderedMail mail, params string[] phrases) => Assert.All(Parts(mail), part =>
        Assert.All(phrases, phrase => Assert.DoesNotContain(phrase, part, StringComparison.Ordinal)));

    private static string[] Parts(RenderedMail mail) =>
        [OneLine(mail.Text), OneLine(System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(mail.Html, "<(?!a )[^>]*>", "")))];

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

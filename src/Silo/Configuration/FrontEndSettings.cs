using Billing.Api.Documents;

namespace Billing.Silo.Configuration;

/// <summary>What the vendor's own front ends may do: the origins of their pages (Billing:Cors), the documents that they were built with (Billing:Documents).</summary>
internal sealed class FrontEndSettings
{
    private const string OriginsKey = "Billing:Cors:Origins";
    private const string FolderKey = "Billing:Documents:Folder";
    private const string OnlyKey = "Billing:Documents:TrustedOnly";

    /// <exception cref="ConfigurationException">One is wrong.</exception>
    public FrontEndSettings(IConfiguration configuration)
    {
        Origins = [.. (configuration[OriginsKey] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Origin)];
        Documents = configuration[FolderKey] is { Length: > 0 } folder ? ReadDocuments(folder) : TrustedDocuments.None;
        TrustedOnly = ReadOnly(configuration[OnlyKey]);
        if (TrustedOnly != TrustedOnly.None && Documents.All.Count == 0) throw new ConfigurationException($"{OnlyKey} is {TrustedOnly}, but {FolderKey} names no document.");
    }

    public IReadOnlyList<string> Origins { get; }

    public TrustedDocuments Documents { get; }

    public TrustedOnly TrustedOnly { get; }

    /// <summary>Makes the schema, and looks whether the documents fit it.</summary>
    /// <exception cref="ConfigurationException">One does not.</exception>
    public static async Task CheckDocumentsAsync(IServiceProvider services)
    {
        try
        {
            await services.CheckTrustedDocumentsAsync();
        }
        catch (FormatException wrong)
        {
            throw new ConfigurationException($"{FolderKey}: {wrong.Message}");
        }
    }

    private static string Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase)
            ? text : throw new ConfigurationException($"{OriginsKey}: '{text}' is no origin: https://app.example,https://admin.example:8443.");

    private static TrustedDocuments ReadDocuments(string folder)
    {
        try
        {
            return TrustedDocuments.Read(folder);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ConfigurationException($"{FolderKey}: {wrong.Message}");
        }
    }

    private static TrustedOnly ReadOnly(string? text) =>
        string.IsNullOrEmpty(text) ? TrustedOnly.None
        : Enum.TryParse<TrustedOnly>(text, ignoreCase: true, out var only) && Enum.IsDefined(only) ? only
        : throw new ConfigurationException($"{OnlyKey} is none of None, Browsers, All.");
}

using System.Text.Json;

namespace Billing.Api.Documents;

/// <summary>Whose documents must be among the trusted ones.</summary>
public enum TrustedOnly
{
    None,

    /// <summary>Requests that a browser sends for somebody who is no staff: staff work in the IDE.</summary>
    Browsers,
    All,
}

/// <summary>The documents that front ends were built with, read once: by their names, by their hashes, and by the ids of a manifest.</summary>
public sealed class TrustedDocuments
{
    private const string HashPrefix = "sha256:";

    private readonly Dictionary<string, string> byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> texts = new(StringComparer.Ordinal);
    private readonly List<(string Source, string Text)> all = [];

    public static TrustedDocuments None { get; } = new();

    /// <summary>Where each comes from, for whoever has to mend it, and its text.</summary>
    public IReadOnlyList<(string Source, string Text)> All => all;

    /// <summary>Every <c>.graphql</c> file of a folder and of those below it, named by its path without the ending, and every <c>.json</c> file there: an
    /// object of ids and texts, as the usual code generators write it.</summary>
    /// <exception cref="FormatException">A manifest is none, or two documents have one id.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static TrustedDocuments Read(string folder)
    {
        var documents = new TrustedDocuments();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            switch (Path.GetExtension(file))
            {
                case ".graphql" or ".gql":
                    documents.Add(name, Path.ChangeExtension(name, null), File.ReadAllText(file));
                    break;
                case ".json":
                    foreach (var (id, text) in Manifest(name, file)) documents.Add($"{name}, {id}", id, text);
                    break;
            }
        }
        return documents;
    }

    /// <summary>By name, by hash with or without <c>sha256:</c> before it; null where there is none.</summary>
    internal string? Find(string id) =>
        byId.GetValueOrDefault(id) ?? (id.StartsWith(HashPrefix, StringComparison.Ordinal) ? byId.GetValueOrDefault(id[HashPrefix.Length..]) : null);

    internal bool Has(string text) => texts.Contains(text);

    private static Dictionary<string, string> Manifest(string name, string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(file))!;
        }
        catch (JsonException)
        {
            throw new FormatException($"{name} is no manifest: an object of ids and documents.");
        }
    }

    private void Add(string source, string id, string text)
    {
        if (!byId.TryAdd(id, text) && byId[id] != text) throw new FormatException($"{source}: another document has the id {id}.");
        byId.TryAdd(DocumentHash.Of(text), text);
        if (texts.Add(text)) all.Add((source, text));
    }
}

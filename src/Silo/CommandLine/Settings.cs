using System.CommandLine;
using Billing.Silo.Configuration;

namespace Billing.Silo.CommandLine;

/// <summary>What stands on the command line for the configuration. A verb or an option that is mistyped is none of it, and must not be passed over.</summary>
internal static class Settings
{
    private static readonly string[] HostsOwn = ["urls", "environment", "contentRoot", "AllowedHosts"];

    /// <exception cref="ConfigurationException">A word is neither a setting nor a setting's value.</exception>
    public static string[] Of(ParseResult result)
    {
        string[] words = [.. result.UnmatchedTokens];
        for (var index = 0; index < words.Length; index++)
        {
            var (key, isWhole) = words[index].IndexOf('=', StringComparison.Ordinal) is var sign and >= 0 ? (words[index][..sign], true) : (words[index], false);
            if (!IsKey(key.TrimStart('-', '/'), isWhole || key.StartsWith('-') || key.StartsWith('/')))
                throw new ConfigurationException($"'{words[index]}' is no verb, no option of {result.CommandResult.Command.Name}, and no setting: --Section:Key=value. --help tells the verbs and options.");
            if (!isWhole) index++;
        }

        return words;
    }

    /// <summary>Ours are in sections; the host's and telemetry's own have an underscore, or are few.</summary>
    private static bool IsKey(string key, bool isMarked) =>
        isMarked && (key.Contains(':', StringComparison.Ordinal) || key.Contains('_', StringComparison.Ordinal) || HostsOwn.Contains(key, StringComparer.OrdinalIgnoreCase));
}

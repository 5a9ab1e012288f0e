using System.Security.Cryptography;
using Billing.Api.Security;

namespace Billing.Silo.Configuration;

/// <summary>The settings under Billing:Auth, read and checked.</summary>
internal sealed class AuthSettings
{
    /// <summary>The generated key, in the data directory.</summary>
    public const string KeyFile = "signing.key";

    private const string KeyName = "Billing:Auth:SigningKey";

    /// <exception cref="ConfigurationException">One is missing or wrong.</exception>
    public AuthSettings(IConfiguration configuration, bool isDevelopment, string dataDirectory)
    {
        Authority = ReadAuthority(configuration);
        SigningKey = ReadKey(configuration, isDevelopment, dataDirectory);
    }

    /// <summary>An OpenID Connect provider whose tokens are good; null for none.</summary>
    public AuthorityOptions? Authority { get; }

    /// <summary>The key that signs tokens: configured, or in Development generated once and kept in the data directory. Null where an authority's
    /// tokens take its place.</summary>
    public SigningKey? SigningKey { get; }

    /// <exception cref="ConfigurationException">There is none.</exception>
    public SigningKey RequireSigningKey() => SigningKey ?? throw new ConfigurationException($"{KeyName} is missing: base64 of 32 bytes or more.");

    private static AuthorityOptions? ReadAuthority(IConfiguration configuration)
    {
        if (Text(configuration, "Billing:Auth:Authority") is not { } address) return null;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)) throw new ConfigurationException("Billing:Auth:Authority is no address.");
        var authority = new AuthorityOptions(uri, Text(configuration, "Billing:Auth:Audience") ?? "", Text(configuration, "Billing:Auth:RoleClaim") ?? "role");
        return authority.Problem() is { } problem ? throw new ConfigurationException(problem) : authority;
    }

    private SigningKey? ReadKey(IConfiguration configuration, bool isDevelopment, string dataDirectory)
    {
        if (Text(configuration, KeyName) is { } configured)
            return KeyOf(configured) ?? throw new ConfigurationException($"{KeyName} is not base64 of 32 bytes or more.");
        if (isDevelopment) return Generated(dataDirectory);
        return Authority is not null
            ? null
            : throw new ConfigurationException($"{KeyName} is missing: base64 of 32 bytes or more (only Development generates one), unless Billing:Auth:Authority is set.");
    }

    private static SigningKey Generated(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        var path = Path.Combine(dataDirectory, KeyFile);
        if (File.Exists(path) && KeyOf(File.ReadAllText(path).Trim()) is { } kept) return kept;
        // Processes that share the folder may start at once: whole files are put in place, and the first good one is everybody's.
        var own = Path.Combine(dataDirectory, Path.GetRandomFileName());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(own, options)) writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        try
        {
            File.Move(own, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            if (KeyOf(File.ReadAllText(path).Trim()) is null) File.Move(own, path, overwrite: true);
            else File.Delete(own);
        }

        return Api.Security.SigningKey.FromBase64(File.ReadAllText(path).Trim());
    }

    private static SigningKey? KeyOf(string text)
    {
        try
        {
            return Api.Security.SigningKey.FromBase64(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? Text(IConfiguration configuration, string key) => configuration[key] is { Length: > 0 } text ? text : null;
}

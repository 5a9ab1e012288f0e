using System.Globalization;
using System.Net;
using Npgsql;

namespace Billing.Silo.Configuration;

internal enum DatabaseKind
{
    Sqlite,
    PostgreSql,
}

/// <summary>What a process is: it runs grains, it answers clients, or both.</summary>
[Flags]
internal enum Roles
{
    Silo = 1,
    Gateway = 2,
}

/// <summary>Which database, alone or with others, and in which part: read and checked.</summary>
internal sealed class ClusterSettings
{
    private const int ClusterSiloPort = 11111;
    private const int ClusterGatewayPort = 30000;

    private readonly IConfiguration configuration;

    /// <exception cref="ConfigurationException">One is missing or wrong, or they do not go together.</exception>
    public ClusterSettings(IConfiguration configuration)
    {
        this.configuration = configuration;
        Database = OneOf("Billing:Database", DatabaseKind.Sqlite);
        IsCluster = OneOf("Billing:Cluster", ClusterKind.Single) == ClusterKind.Cluster;
        Roles = ReadRoles();
        ConnectionString = Database == DatabaseKind.PostgreSql ? ReadConnectionString() : null;
        SiloPort = Port("Billing:SiloPort", ClusterSiloPort);
        GatewayPort = Port("Billing:GatewayPort", ClusterGatewayPort);
        AdvertisedAddress = ReadAddress();
        if (IsCluster && Database != DatabaseKind.PostgreSql)
            throw new ConfigurationException("Billing:Cluster: Cluster needs Billing:Database=PostgreSql: a SQLite directory serves one process.");
        if (!IsCluster && Roles != (Roles.Silo | Roles.Gateway))
            throw new ConfigurationException("Billing:Roles: a single process is Silo,Gateway; Billing:Cluster=Cluster splits the roles.");
    }

    private enum ClusterKind
    {
        Single,
        Cluster,
    }

    public DatabaseKind Database { get; }

    /// <summary>Processes find each other in the database.</summary>
    public bool IsCluster { get; }

    public Roles Roles { get; }

    public bool HasSilo => Roles.HasFlag(Roles.Silo);

    public bool HasGateway => Roles.HasFlag(Roles.Gateway);

    /// <summary>For PostgreSQL; null for SQLite.</summary>
    public string? ConnectionString { get; }

    /// <summary>0: a free one.</summary>
    public int SiloPort { get; }

    public int GatewayPort { get; }

    /// <summary>Where other processes reach this one; null: the machine's own address.</summary>
    public IPAddress? AdvertisedAddress { get; }

    /// <summary>Orleans learns its name and address from the pod, and watches the others' pods.</summary>
    public bool IsOnKubernetes => string.Equals(Text("Billing:Kubernetes"), "true", StringComparison.OrdinalIgnoreCase);

    public string ClusterId => Text("Billing:ClusterId") ?? "billing";

    public string ServiceId => Text("Billing:ServiceId") ?? "billing";

    private string ReadConnectionString()
    {
        if (Text("ConnectionStrings:Billing") is not { } text)
            throw new ConfigurationException("ConnectionStrings:Billing is missing: Host=localhost;Username=billing;Password=…;Database=billing.");
        try
        {
            return new NpgsqlConnectionStringBuilder(text) is { Host.Length: > 0, Database.Length: > 0 }
                ? text : throw new ConfigurationException("ConnectionStrings:Billing names no Host, or no Database.");
        }
        catch (ArgumentException wrong)
        {
            throw new ConfigurationException("ConnectionStrings:Billing is no connection string for PostgreSQL: " + wrong.Message);
        }
    }

    private Roles ReadRoles()
    {
        if (Text("Billing:Roles") is not { } text) return Roles.Silo | Roles.Gateway;
        Roles roles = 0;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            roles |= Parse<Roles>(name) ?? throw new ConfigurationException($"Billing:Roles: '{name}' is neither Silo nor Gateway.");
        return roles == 0 ? throw new ConfigurationException("Billing:Roles is neither Silo nor Gateway.") : roles;
    }

    private IPAddress? ReadAddress()
    {
        if (Text("Billing:AdvertisedAddress") is not { } text) return null;
        return IPAddress.TryParse(text, out var address) ? address : throw new ConfigurationException("Billing:AdvertisedAddress is no IP address.");
    }

    private int Port(string key, int inCluster)
    {
        if (Text(key) is not { } text) return IsCluster ? inCluster : 0;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= 65535
            ? port : throw new ConfigurationException($"{key} is not a whole number from 0 to 65535.");
    }

    private T OneOf<T>(string key, T otherwise)
        where T : struct, Enum
    {
        if (Text(key) is not { } text) return otherwise;
        return Parse<T>(text) ?? throw new ConfigurationException($"{key} is none of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    /// <summary>By name only: numbers are no settings.</summary>
    private static T? Parse<T>(string text)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse<T>(name) : null;

    private string? Text(string key) => configuration[key] is { Length: > 0 } text ? text : null;
}

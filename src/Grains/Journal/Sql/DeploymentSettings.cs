using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Billing.Contracts.ReadModel;
using Billing.Grains.Migrations;
using Dapper;

namespace Billing.Grains.Journal.Sql;

/// <summary>The values made at the first migration and kept in the table <c>setting</c>.</summary>
public sealed class DeploymentSettings : IDeploymentSettings
{
    private const string DeploymentIdName = "deployment_id";
    private const string TokenSecretName = "token_secret";
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    private DeploymentSettings(string deploymentId, byte[] tokenSecret)
    {
        DeploymentId = deploymentId;
        TokenSecret = tokenSecret;
    }

    /// <summary>Twelve of [a-z0-9].</summary>
    public string DeploymentId { get; }

    public ReadOnlyMemory<byte> TokenSecret { get; }

    /// <summary>Reads the values. What is missing is made: the first to write it wins, whoever else tries at the same time.</summary>
    public static DeploymentSettings Load(SqlDatabase database)
    {
        using var connection = database.OpenWriterConnection();
        var values = ValuesOf(connection);
        if (!values.ContainsKey(DeploymentIdName) || !values.ContainsKey(TokenSecretName))
        {
            Make(DeploymentIdName, Encoding.ASCII.GetBytes(RandomNumberGenerator.GetString(Alphabet, 12)));
            Make(TokenSecretName, RandomNumberGenerator.GetBytes(32));
            values = ValuesOf(connection);
        }
        return Of(values);

        void Make(string name, byte[] value) =>
            connection.Execute("INSERT INTO setting(name, value) VALUES(@name, @value) ON CONFLICT DO NOTHING", new { name, value });
    }

    /// <summary>Reads the values and makes none.</summary>
    /// <exception cref="SchemaDiffersException">They have not been made: the last step of the migration is missing.</exception>
    /// <exception cref="JournalUnavailableException">The store cannot be read.</exception>
    public static async Task<DeploymentSettings> ReadAsync(SqlDatabase database)
    {
        var values = await database.ReadAsync(connection => Task.FromResult(ValuesOf(connection)));
        return values.ContainsKey(DeploymentIdName) && values.ContainsKey(TokenSecretName)
            ? Of(values) : throw new SchemaDiffersException("The database has no deployment id: run migrate first.");
    }

    private static Dictionary<string, byte[]> ValuesOf(DbConnection connection) =>
        connection.Query<(string Name, byte[] Value)>("SELECT name, value FROM setting").ToDictionary(setting => setting.Name, setting => setting.Value);

    private static DeploymentSettings Of(Dictionary<string, byte[]> values) => new(Encoding.ASCII.GetString(values[DeploymentIdName]), values[TokenSecretName]);
}

using Billing.Contracts.ReadModel;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Billing.Grains.Journal.Sqlite;

/// <summary>The values made at the first migration and kept in the table <c>setting</c>.</summary>
public sealed class SqliteDeploymentSettings : IDeploymentSettings
{
    private const string DeploymentIdName = "deployment_id";
    private const string TokenSecretName = "token_secret";
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    private SqliteDeploymentSettings(string deploymentId, byte[] tokenSecret)
    {
        DeploymentId = deploymentId;
        TokenSecret = tokenSecret;
    }

    /// <summary>Twelve of [a-z0-9].</summary>
    public string DeploymentId { get; }

    public ReadOnlyMemory<byte> TokenSecret { get; }

    /// <summary>Reads the values. What is missing is made: the first to write it wins, whoever else tries at the same time.</summary>
    public static SqliteDeploymentSettings Load(SqliteDatabase database)
    {
        var values = Read(database);
        if (!values.ContainsKey(DeploymentIdName) || !values.ContainsKey(TokenSecretName))
        {
            Make(database);
            values = Read(database);
        }
        return new(Encoding.ASCII.GetString(values[DeploymentIdName]), values[TokenSecretName]);
    }

    private static Dictionary<string, byte[]> Read(SqliteDatabase database)
    {
        using var connection = database.OpenReader();
        using var command = new SqliteCommand("SELECT name, value FROM setting", connection);
        using var reader = command.ExecuteReader();
        var values = new Dictionary<string, byte[]>();
        while (reader.Read()) values.Add(reader.GetString(0), reader.GetFieldValue<byte[]>(1));
        return values;
    }

    private static void Make(SqliteDatabase database)
    {
        using var connection = database.OpenWriter();
        Insert(connection, DeploymentIdName, Encoding.ASCII.GetBytes(RandomNumberGenerator.GetString(Alphabet, 12)));
        Insert(connection, TokenSecretName, RandomNumberGenerator.GetBytes(32));
    }

    private static void Insert(SqliteConnection connection, string name, byte[] value)
    {
        using var command = new SqliteCommand("INSERT INTO setting VALUES(@name, @value) ON CONFLICT DO NOTHING", connection);
        command.Parameters.AddWithValue("@name", name);
        command.Parameters.AddWithValue("@value", value);
        command.ExecuteNonQuery();
    }
}

namespace Billing.Contracts.ReadModel;

/// <summary>Values made once for each database: the deployment's id, the secrets of preview tokens and cursors.</summary>
public interface IDeploymentSettings
{
    /// <summary>`v1` keys at the payment provider carry it.</summary>
    string DeploymentId { get; }

    /// <summary>Signs preview tokens and cursors: 32 random bytes.</summary>
    ReadOnlyMemory<byte> TokenSecret { get; }
}

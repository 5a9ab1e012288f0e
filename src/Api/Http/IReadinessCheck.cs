namespace Billing.Api.Http;

/// <summary>One thing that must answer before this process may be sent requests: the silo, the database, the clock.</summary>
public interface IReadinessCheck
{
    /// <summary>As <c>/health/ready</c> names it: <c>database</c>.</summary>
    string Name { get; }

    /// <returns>Null when all is well, otherwise what is wrong, in words that a stranger may read.</returns>
    Task<string?> CheckAsync(CancellationToken cancellationToken);
}

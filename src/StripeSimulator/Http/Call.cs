using System.Security.Cryptography;
using Billing.StripeSimulator.Persistence;

namespace Billing.StripeSimulator.Http;

/// <summary>One call while it executes: its input, and what it is about to change. Nothing is changed until the whole call is in the log.</summary>
internal sealed class Call(Store store, long now)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly List<Resource> pending = [];

    public required Form Form { get; init; }

    /// <summary>The id in the path; empty where the path has none.</summary>
    public required string Id { get; init; }

    /// <summary>Where the caller reached the simulator: <c>http://127.0.0.1:12111</c>.</summary>
    public required string Origin { get; init; }

    public required string RequestId { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>The call's own <c>Stripe-Version</c>; null when it names none.</summary>
    public string? RequestedVersion { get; init; }

    /// <summary>The version that the call's events are written for.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Unix seconds, the same during the whole call.</summary>
    public long Now => now;

    public IReadOnlyList<Resource> Changes => pending;

    public T? Find<T>(string id)
        where T : Resource => pending.FindLast(resource => resource.Id == id) as T ?? store.Find<T>(id);

    /// <summary>The object of the path, or 404.</summary>
    public T Get<T>(string noun)
        where T : Resource => Find<T>(Id) ?? throw Refusal.Missing(noun, Id);

    public IEnumerable<T> NewestFirst<T>()
        where T : Resource => store.NewestFirst<T>();

    public T Put<T>(T resource)
        where T : Resource
    {
        pending.Add(resource);
        return resource;
    }

    public static string NewId(string prefix) => $"{prefix}_{NewToken(24)}";

    public static string NewToken(int length) => RandomNumberGenerator.GetString(Alphabet, length);
}

using System.Collections.Immutable;
using Billing.StripeSimulator.Persistence;

namespace Billing.StripeSimulator.Customers;

internal sealed record Customer : Resource
{
    public override string Object => "customer";

    public string? Description { get; init; }

    public string? Email { get; init; }

    public string? Name { get; init; }

    public long Balance { get; init; }

    public bool Delinquent { get; init; }

    public bool Livemode { get; init; }

    public required ImmutableSortedDictionary<string, string> Metadata { get; init; }
}

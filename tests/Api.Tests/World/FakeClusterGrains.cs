using System.Reflection;
using Billing.Contracts.Accounts;
using Billing.Contracts.Organizations;

namespace Billing.Api.Tests.World;

/// <summary>A grain factory that knows two kinds of grains, by their ids.</summary>
public class FakeClusterGrains : DispatchProxy
{
    private BillingWorld world = null!;

    internal static IGrainFactory Of(BillingWorld world)
    {
        var factory = Create<IGrainFactory, FakeClusterGrains>();
        ((FakeClusterGrains)(object)factory).world = world;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.ReturnType switch
    {
        var kind when kind == typeof(IOrganizationGrain) => world.Organization((string)args![0]!),
        var kind when kind == typeof(IAccountGrain) => world.Account((string)args![0]!),
        var kind => throw new NotSupportedException($"No fake of {kind}."),
    };
}

using GraphQL.Types;

namespace Billing.Api.Enums;

/// <summary>A domain enum under its API name: <c>FullTime</c> is FULL_TIME.</summary>
public abstract class EnumType<T> : EnumerationGraphType<T>
    where T : struct, Enum
{
    protected EnumType(string name, string description)
    {
        Name = name;
        Description = description;
    }

    protected void Describe(T value, string description)
    {
        var definition = Values.FindByValue(value) ?? throw new ArgumentException($"{Name} has no {value}.", nameof(value));
        definition.Description = description;
    }
}

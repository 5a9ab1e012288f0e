using System.Collections.Immutable;
using System.Reflection;
using Billing.Domain;
using Billing.Domain.Invoices;
using Billing.Domain.Members;
using NodaTime;

namespace Billing.Contracts.Tests.Serialization;

/// <summary>An instance of any contract type with every field filled, the same each time: a field that is added shows in it by itself.</summary>
public sealed class Sample
{
    private static readonly MethodInfo FillArray = Filler(nameof(ArrayOf));
    private static readonly MethodInfo FillList = Filler(nameof(ListOf));
    private static readonly MethodInfo FillSet = Filler(nameof(SetOf));
    private static readonly MethodInfo FillSortedSet = Filler(nameof(SortedSetOf));
    private static readonly MethodInfo FillDictionary = Filler(nameof(DictionaryOf));
    private int counter;

    public static object Of(Type type) => new Sample().Make(type, type.Name);

    public static T Of<T>() => (T)Of(typeof(T));

    private object Make(Type type, string name)
    {
        counter++;
        if (type == typeof(string)) return name;
        if (type == typeof(int)) return counter;
        if (type == typeof(long)) return 10_000_000_000L + counter;
        if (type == typeof(Int128)) return (Int128)ulong.MaxValue * 1_000 + counter;
        if (type == typeof(bool)) return true;
        if (type == typeof(Roster)) return Roster.Of([(Member)MakeRecord(typeof(Member))]);
        if (type == typeof(Instant)) return Instant.FromUtc(2025, 1, 15, 9, 30) + Duration.FromNanoseconds(counter * 1_000_000_007L);
        if (type == typeof(LocalDate)) return new LocalDate(2024, 2, 29).PlusDays(counter);
        if (type == typeof(Currency)) return Currency.Of("KWD");
        if (type == typeof(Money)) return new Money(-1_000 - counter, Currency.Of("KWD"));
        if (type == typeof(Grant)) return Make(typeof(PlanGrant), name);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Make(underlying, name);
        return type.IsGenericType ? MakeCollection(type, name) : MakeRecord(type);
    }

    private object MakeCollection(Type type, string name)
    {
        var definition = type.GetGenericTypeDefinition();
        var filler = definition == typeof(ImmutableArray<>) ? FillArray : definition == typeof(ImmutableList<>) ? FillList
            : definition == typeof(ImmutableHashSet<>) ? FillSet : definition == typeof(ImmutableSortedSet<>) ? FillSortedSet
            : definition == typeof(ImmutableDictionary<,>) ? FillDictionary : throw new NotSupportedException($"Nobody fills a {type}.");
        return filler.MakeGenericMethod(type.GetGenericArguments()).Invoke(this, [name])!;
    }

    private object MakeRecord(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).First();
        var value = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType, parameter.Name!))]);
        var given = constructor.GetParameters().Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var property in type.GetProperties().Where(property => property.CanWrite && !given.Contains(property.Name)))
            property.SetValue(value, Make(property.PropertyType, property.Name));
        return value;
    }

    private ImmutableArray<T> ArrayOf<T>(string name) => [(T)Make(typeof(T), name), (T)Make(typeof(T), name)];

    private ImmutableList<T> ListOf<T>(string name) => [(T)Make(typeof(T), name), (T)Make(typeof(T), name)];

    private ImmutableHashSet<T> SetOf<T>(string name) => [(T)Make(typeof(T), name)];

    private ImmutableSortedSet<T> SortedSetOf<T>(string name) => [(T)Make(typeof(T), name), (T)Make(typeof(T), name)];

    private ImmutableDictionary<TKey, TValue> DictionaryOf<TKey, TValue>(string name)
        where TKey : notnull => ImmutableDictionary<TKey, TValue>.Empty.Add((TKey)Make(typeof(TKey), name), (TValue)Make(typeof(TValue), name));

    private static MethodInfo Filler(string name) => typeof(Sample).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;
}

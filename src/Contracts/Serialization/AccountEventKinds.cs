using System.Collections.Frozen;
using Billing.Domain.Accounts;

namespace Billing.Contracts.Serialization;

/// <summary>The stable names of an account's events (D10).</summary>
public static class AccountEventKinds
{
    private static readonly FrozenDictionary<Type, string> ByType = new Dictionary<Type, string>
    {
        [typeof(AccountCreated)] = "account-created",
        [typeof(OrganizationOrdered)] = "organization-ordered",
        [typeof(OrganizationMade)] = "organization-made",
        [typeof(StorageShared)] = "storage-shared",
        [typeof(ClockAdvanceStarted)] = "clock-advance-started",
        [typeof(ClockAdvanced)] = "clock-advanced",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Type> ByKind = ByType.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Of(AccountEvent fact) => ByType[fact.GetType()];

    /// <summary>Null where this program does not know the kind or the version.</summary>
    public static Type? Find(string kind, int version) => version == 1 ? ByKind.GetValueOrDefault(kind) : null;
}

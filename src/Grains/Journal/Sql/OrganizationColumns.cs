using Billing.Contracts.ReadModel;
namespace Billing.Grains.Journal.Sql;

/// <summary>A row of the table <c>organization</c>.</summary>
internal sealed class OrganizationColumns : IPageColumns<OrganizationRow>
{
    public const string Selected = """
        key AS Key, id AS Id, account_id AS AccountId, name AS Name, state AS State, renews_at AS RenewsAt,
        has_unknown_payment AS HasUnknownPayment, created_at AS CreatedAt, next_due_at AS NextDueAt, next_effect_at AS NextEffectAt
        """;

    public long Key { get; init; }

    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public required string Name { get; init; }

    public required string State { get; init; }

    public long? RenewsAt { get; init; }

    public bool HasUnknownPayment { get; init; }

    public long CreatedAt { get; init; }

    public long? NextDueAt { get; init; }

    public long? NextEffectAt { get; init; }

    public OrganizationRow ToRow() => new(
        Id, AccountId, Name, State, InstantColumn.FromColumn(RenewsAt), HasUnknownPayment, InstantColumn.FromColumn(CreatedAt),
        InstantColumn.FromColumn(NextDueAt), InstantColumn.FromColumn(NextEffectAt));
}

/// <summary>A row of the table <c>account</c>.</summary>
internal sealed class AccountColumns : IPageColumns<AccountRow>
{
    public const string Selected = "key AS Key, id AS Id, name AS Name";

    public long Key { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public AccountRow ToRow() => new(Id, Name);
}

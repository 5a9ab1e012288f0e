using Billing.Api.Input;
using Billing.Api.Scalars;
using Billing.Domain.Organizations;
using GraphQL.Types;
using NodaTime;

namespace Billing.Api.Seasons;

/// <summary>A season as it is to be.</summary>
/// <param name="ClosesOn">The last day of access.</param>
public sealed record SetSeasonInput(
    string OrganizationId, string? SeasonId, string Name, LocalDate OpensOn, LocalDate ClosesOn, int Seats, string? IdempotencyKey) : IOrganizationOrder
{
    public void Check(InputCheck check)
    {
        check.Id(SeasonId, "seasonId").Name(Name, "name");
        if (ClosesOn < OpensOn) check.Add("closesOn", "must not be before opensOn");
        check.Seats(Seats, "seats").Key(IdempotencyKey);
    }

    public SetSeason ToCommand() => new(SeasonId is { } id ? new(id) : null, Name, OpensOn, ClosesOn, Seats);
}

public sealed record RemoveSeasonInput(string OrganizationId, string SeasonId) : IOrganizationOrder
{
    public void Check(InputCheck check) => check.Id(SeasonId, "seasonId");

    public RemoveSeason ToCommand() => new(new(SeasonId));
}

public sealed class SetSeasonInputType : InputType<SetSeasonInput>
{
    public SetSeasonInputType()
        : base("A season as it is to be: a new one, or the one named.")
    {
        OrganizationId();
        Optional<IdGraphType>("seasonId", "The season to edit; a new one is made when left out.");
        Required<StringGraphType>("name", "1 to 200 characters.");
        Required<DateScalar>("opensOn", "The first day of access, UTC.");
        Required<DateScalar>("closesOn", "The last day of access, UTC; not before opensOn.");
        Required<IntGraphType>("seats", "1 to 100,000; not fewer than are assigned.");
        Key();
    }

    protected override SetSeasonInput Read(InputFields fields) => new(
        fields.Id("organizationId"), fields.OptionalId("seasonId"), fields.Name("name"), fields.Value<LocalDate>("opensOn"), fields.Value<LocalDate>("closesOn"),
        fields.Value<int>("seats"), fields.OptionalText("idempotencyKey"));
}

public sealed class RemoveSeasonInputType : InputType<RemoveSeasonInput>
{
    public RemoveSeasonInputType()
        : base("Names a season.")
    {
        OrganizationId();
        Required<IdGraphType>("seasonId", "sea_…");
    }

    protected override RemoveSeasonInput Read(InputFields fields) => new(fields.Id("organizationId"), fields.Id("seasonId"));
}

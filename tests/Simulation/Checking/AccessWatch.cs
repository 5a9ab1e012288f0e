using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Tests.Members;
using Billing.Simulation.Tests.World;
using NodaTime;

namespace Billing.Simulation.Tests.Checking;

/// <summary>Who may come in when, against the oracle: two dates a season, a set of seasons a member, time is a day of the calendar.</summary>
internal sealed class AccessWatch(History history)
{
    private readonly AccessOracle oracle = new();

    public void Follow(OrganizationState state, IReadOnlyList<RecordedEvent> fresh)
    {
        foreach (var fact in fresh)
        {
            switch (fact.Event)
            {
                case OrganizationCreated e: oracle.Set(e.Owner.Id, e.Owner.Type, []); break;
                case SeasonSet { Season: var season }: oracle.Set(season.Id, season.Window.Start, season.Window.End.PlusDays(-1)); break;
                case SeasonRemoved e: oracle.Remove(e.Id); break;
                case MemberAdded { Member: var member }: oracle.Set(member.Id, member.Type, member.Seasons); break;
                case MemberUpdated { Member: var member }: oracle.Set(member.Id, member.Type, member.Seasons); break;
                case MemberRemoved e: oracle.Remove(e.Id); break;
                default: break;
            }
        }

        // Windows change by orders only: between them every instant is as good as another.
        foreach (var later in new[] { Duration.Zero, Duration.FromDays(1), Duration.FromHours(100) }) Check(state, state.LastEventAt + later);
    }

    private void Check(OrganizationState state, Instant at)
    {
        var locked = state.Status.State is not (AccountState.Active or AccountState.PastDue);
        foreach (var member in state.Members.Values)
        {
            var access = AccessRules.Of(state, state.Status, member, at);
            var allowed = oracle.Allows(member.Id, at);
            if (access.App != (allowed && !locked)) history.Wrong($"{member.Id} {(access.App ? "may" : "may not")} come in at {at}");
            if (access.Billing != (allowed && member.Holds(Permission.Billing)))
                history.Wrong($"{member.Id} {(access.Billing ? "may" : "may not")} see the billing section at {at}");
        }
    }
}

using Billing.Contracts.Organizations;
using Billing.Domain.Organizations;

namespace Billing.Grains.Organizations;

/// <summary>Reads: the committed state, with status and access as of now whether or not any wake-up has run (P12).</summary>
internal static class Readings
{
    public static OrganizationReading Of(OrganizationBook book)
    {
        var state = book.Committed;
        return new(state, OrganizationRules.At(state, book.Context(Actor.System)).Status, book.Now);
    }

    public static bool NeedsCatchUp(OrganizationBook book) =>
        Agenda.NextReady(book.Committed) is { } entry && entry.At <= book.Now;
}

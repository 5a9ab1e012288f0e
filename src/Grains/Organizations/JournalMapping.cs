using System.Text.Json;
using Billing.Contracts.Serialization;
using Billing.Domain;
using Billing.Domain.Organizations;
using Billing.Grains.Journal;

namespace Billing.Grains.Organizations;

/// <summary>Events to rows of the journal and back.</summary>
internal static class JournalMapping
{
    public static JournalRecord Write(OrganizationId organization, RecordedEvent recorded)
    {
        var (kind, version) = EventKinds.Of(recorded.Event);
        var payload = JsonSerializer.Serialize(recorded.Event, recorded.Event.GetType(), BillingJson.Options);
        return new(organization.Value, recorded.Sequence, recorded.PublicSequence, kind, version, recorded.At, recorded.Actor, payload);
    }

    /// <exception cref="QuarantinedException">This program does not know the kind or the version, or the payload is damaged.</exception>
    public static RecordedEvent Read(JournalRecord record)
    {
        var type = EventKinds.Find(record.Kind, record.Version)
            ?? throw new QuarantinedException($"{record.Stream} {record.Sequence}: {record.Kind} version {record.Version} is not known here.");
        try
        {
            var fact = (OrganizationEvent?)JsonSerializer.Deserialize(record.Payload, type, BillingJson.Options)
                ?? throw new JsonException("There is nothing in it.");
            return new(record.Sequence, record.PublicSequence, record.At, record.Actor, fact);
        }
        catch (Exception damage) when (damage is JsonException or ArgumentException or FormatException or NotSupportedException)
        {
            throw new QuarantinedException($"{record.Stream} {record.Sequence}: {record.Kind} cannot be read.", damage);
        }
    }
}

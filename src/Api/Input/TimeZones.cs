using NodaTime;

namespace Billing.Api.Input;

/// <summary>The zones of NodaTime's copy of the IANA database, each with its own rules of daylight saving.</summary>
internal static class TimeZones
{
    public const string Problem = "must be an IANA time zone, such as America/New_York";

    private const int LongestId = 60;

    /// <summary>Null where the id is none: ids are written exactly, and NodaTime's own fixed offsets (UTC+05) are not IANA's.</summary>
    public static DateTimeZone? Find(string id) =>
        id.Length <= LongestId && DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } zone && DateTimeZoneProviders.Tzdb.Ids.Contains(id) ? zone : null;
}

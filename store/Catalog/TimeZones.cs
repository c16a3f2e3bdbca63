using System.Collections.Frozen;
using NodaTime;

namespace Ticketing.Store;

/// <summary>
/// The names of the IANA time zone database. It comes with a package, because the images have none and a machine may
/// lack it.
/// </summary>
public static class TimeZones
{
    private static readonly FrozenSet<string> Names =
        DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Null when the text names a time zone.</summary>
    public static string? Fault(string name) =>
        Names.Contains(name) ? null : "is not a time zone of the IANA database, like 'Asia/Seoul'";
}

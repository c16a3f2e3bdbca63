using System.Globalization;

namespace Ticketing.Events;

/// <summary>
/// Lanes spread work that belongs to no particular grain over a fixed number of grains. Each id always maps to the same
/// lane.
/// </summary>
public static class Lanes
{
    public const int Count = 4;

    /// <summary>The key of the id's lane: "0" to "3".</summary>
    public static string Of(Guid id) => (id.ToByteArray()[^1] % Count).ToString(CultureInfo.InvariantCulture);
}

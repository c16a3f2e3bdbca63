using System.Globalization;

namespace Ticketing.Events;

/// <summary>
/// For work that is any grain's: the things are spread over a fixed number of grains, each thing always to the same.
/// </summary>
public static class Lanes
{
    public const int Count = 4;

    /// <summary>The key of the lane of this thing: "0" to "3".</summary>
    public static string Of(Guid id) => (id.ToByteArray()[^1] % Count).ToString(CultureInfo.InvariantCulture);
}

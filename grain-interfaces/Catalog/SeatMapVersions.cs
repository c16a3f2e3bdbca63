using System.Globalization;

namespace Ticketing.Catalog;

/// <summary>
/// How versions of seat maps are written: who drew the map, and how many changes ago, so that what changed between two
/// versions can be told.
/// </summary>
public static class SeatMapVersions
{
    /// <param name="epoch">Names the drawing; another after every restart. Letters and digits.</param>
    /// <param name="sequence">Grows with every change.</param>
    public static string Of(string epoch, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{epoch}-{sequence}");

    /// <summary>False when it is no such version; then both say nothing.</summary>
    public static bool TryRead(string version, out string epoch, out long sequence)
    {
        var dash = version.IndexOf('-', StringComparison.Ordinal);
        epoch = dash > 0 ? version[..dash] : "";
        sequence = 0;
        return dash > 0
            && long.TryParse(version.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Rules.Catalog;

/// <summary>The seats of a drawing, read as a page reads them.</summary>
/// <param name="X">In tenths of the plan's units.</param>
/// <param name="Y">The same.</param>
internal sealed record DrawnSeat(string Zone, string Row, string Number, string Category, int X, int Y)
{
    public static IReadOnlyList<DrawnSeat> AllOf(JsonNode drawing)
    {
        var seats = new List<DrawnSeat>();
        foreach (var zone in drawing["zones"]!.AsArray())
        {
            foreach (var row in zone!["rows"]!.AsArray())
                seats.AddRange(Of(drawing, (string)zone["name"]!, row!));
        }

        return seats;
    }

    private static IEnumerable<DrawnSeat> Of(JsonNode drawing, string zone, JsonNode row)
    {
        var (xs, ys, categories) = (Ints(row["x"]), Ints(row["y"]), Ints(row["categories"]));
        Assert.Equal(xs.Length, ys.Length);
        var (x, y) = (0, 0);
        for (var index = 0; index < xs.Length; index++)
        {
            x += xs[index];
            y += ys[index];
            var category = categories.Length == 1 ? categories[0] : categories[index];
            yield return new DrawnSeat(
                zone, (string)row["number"]!, NumberOf(row, index), (string)drawing["categories"]![category]!["name"]!,
                x, y);
        }
    }

    private static string NumberOf(JsonNode row, int index) => row["numbers"] is { } numbers
        ? (string)numbers[index]!
        : ((int)row["from"]! + (index * (int)row["step"]!)).ToString(CultureInfo.InvariantCulture);

    private static int[] Ints(JsonNode? array) => [.. array!.AsArray().Select(item => (int)item!)];
}

using System.Text.Json;

namespace Ticketing.Tests.Telemetry;

/// <summary>Checks of every board.</summary>
internal static class BoardChecks
{
    private const int Width = 24;

    public static void Check(string text)
    {
        using var json = JsonDocument.Parse(text);
        var board = json.RootElement;
        Assert.Matches("^ticketing-[a-z-]+$", board.GetProperty("uid").GetString());
        Assert.NotEmpty(board.GetProperty("title").GetString()!);
        var panels = board.GetProperty("panels").EnumerateArray().ToArray();
        Assert.Equal(panels.Length, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        var taken = new HashSet<(int X, int Y)>();
        foreach (var panel in panels)
        {
            var title = panel.GetProperty("title").GetString();
            Assert.All(Cells(panel.GetProperty("gridPos")), cell =>
            {
                Assert.True(cell.X < Width, $"{title} is beyond the edge");
                Assert.True(taken.Add(cell), $"{title} overlaps another panel");
            });
            if (panel.GetProperty("type").GetString() == "row") continue;
            Assert.Equal("prometheus", panel.GetProperty("datasource").GetProperty("uid").GetString());
            Assert.NotEmpty(panel.GetProperty("description").GetString()!);
            Assert.NotEmpty(panel.GetProperty("targets").EnumerateArray());
        }
    }

    private static IEnumerable<(int X, int Y)> Cells(JsonElement place) =>
        from x in Enumerable.Range(place.GetProperty("x").GetInt32(), place.GetProperty("w").GetInt32())
        from y in Enumerable.Range(place.GetProperty("y").GetInt32(), place.GetProperty("h").GetInt32())
        select (x, y);
}

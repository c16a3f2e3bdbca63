using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

/// <summary>A small theatre in pretix's format: one zone, rows of stalls, then rows of balcony.</summary>
public static class TestPlan
{
    public const string Stalls = "Stalls";
    public const string Balcony = "Balcony";
    public const long StallsPrice = 120;
    public const long BalconyPrice = 70;

    public static string Seat(int row, int number) => $"row-{row}-seat-{number}";

    public static JsonObject Create(int stallRows = 3, int balconyRows = 2, int seatsPerRow = 10) => new()
    {
        ["name"] = "Small theatre",
        ["categories"] = new JsonArray(
            new JsonObject { ["name"] = Stalls, ["color"] = "#aa2222" },
            new JsonObject { ["name"] = Balcony, ["color"] = "#2222aa" }),
        ["zones"] = new JsonArray(new JsonObject
        {
            ["name"] = "Main",
            ["position"] = Position(0, 0),
            ["rows"] = new JsonArray([.. Enumerable.Range(1, stallRows + balconyRows)
                .Select(row => Row(row, seatsPerRow, row <= stallRows ? Stalls : Balcony))]),
        }),
        ["size"] = new JsonObject { ["width"] = 1000, ["height"] = 1000 },
    };

    private static JsonObject Row(int row, int seats, string category) => new()
    {
        ["row_number"] = $"{row}",
        ["position"] = Position(0, row * 30),
        ["seats"] = new JsonArray([.. Enumerable.Range(1, seats).Select(number => new JsonObject
        {
            ["seat_guid"] = Seat(row, number),
            ["seat_number"] = $"{number}",
            ["position"] = Position(number * 25, 0),
            ["category"] = category,
        })]),
    };

    private static JsonObject Position(int x, int y) => new() { ["x"] = x, ["y"] = y };
}

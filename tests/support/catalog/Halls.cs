using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Rules.Catalog;

/// <summary>
/// A sports hall: two stands of three blocks each look at each other across a field that no area names. Rows are
/// numbered from the field, seats are 25 apart, rows 40, and the ids of the seats are UUIDs that say nothing.
/// </summary>
internal static class Halls
{
    /// <summary>The lowest and the highest y between the stands.</summary>
    public const double FieldTop = 320, FieldBottom = 600;

    public const string First = "First", Second = "Second", Vip = "VIP";

    private const int SeatSpacing = 25, RowSpacing = 40;

    private static readonly (string Block, int X, int Y, string Category, int FirstRow, int[] Seats)[] Blocks =
    [
        ("Block D", 0, 0, Second, 14, [28, 25, 25, 25, 20, 20, 20, 20, 15]),
        ("Block E", 350, 0, First, 14, [28, 25, 25, 25, 20, 20, 20, 20, 10]),
        ("Block F", 700, 0, Second, 14, [28, 24, 24, 24, 20, 20, 20, 20, 15]),
        ("Block A", 0, 600, Second, 1, [20, 19, 19, 12, 12, 20, 20, 20, 20, 20, 25, 28]),
        ("Block B", 350, 600, First, 1, [19, 19, 19, 12, 12, 16, 16, 16, 16, 16, 17, 20]),
        ("Block C", 700, 600, Second, 1, [19, 19, 19, 12, 12, 20, 20, 20, 20, 20, 24, 28]),
    ];

    /// <param name="texts">The texts of areas, each at a point of the hall.</param>
    public static JsonObject Create(params (string Text, int X, int Y)[] texts)
    {
        var zones = Blocks.Select(
            block => Zone(block.Block, block.X, block.Y, block.Category, block.FirstRow, block.Seats));
        var plan = new JsonObject
        {
            ["name"] = "Hall",
            ["categories"] = new JsonArray(Category(First), Category(Second), Category(Vip)),
            ["zones"] = new JsonArray([.. zones]),
            ["size"] = new JsonObject { ["width"] = 1050, ["height"] = 1200 },
        };
        plan["zones"]![0]!["areas"] = new JsonArray([.. texts.Select(Area)]);
        return plan;
    }

    /// <summary>The id of a seat, by its block, row and number.</summary>
    public static string Seat(string block, int row, int number) => new Guid(MD5.HashData(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{block} {row} {number}")))).ToString();

    private static JsonObject Zone(string block, int x, int y, string category, int firstRow, int[] seats) => new()
    {
        ["name"] = block,
        ["zone_id"] = block[^1..],
        ["position"] = Position(x, y),
        ["rows"] = new JsonArray([.. seats.Select((count, at) =>
        {
            // The upper stand is drawn from its last row to the field, the lower one from the field.
            var row = firstRow == 1 ? at + 1 : firstRow - at;
            return Row(block, row, at * RowSpacing, count, category == First && row <= 5 ? Vip : category);
        })]),
    };

    private static JsonObject Row(string block, int row, int y, int seats, string category) => new()
    {
        ["row_number"] = $"{row}",
        ["row_number_position"] = "both",
        ["position"] = Position(0, y),
        ["seats"] = new JsonArray([.. Enumerable.Range(1, seats).Select(number => new JsonObject
        {
            ["seat_guid"] = Seat(block, row, number),
            ["seat_number"] = $"{number}",
            ["position"] = Position((number - 1) * SeatSpacing, 0),
            ["category"] = category,
        })]),
    };

    private static JsonNode Area((string Text, int X, int Y) area) => new JsonObject
    {
        ["shape"] = "text",
        ["position"] = Position(area.X, area.Y),
        ["text"] = new JsonObject { ["text"] = area.Text, ["position"] = Position(0, 0) },
    };

    private static JsonObject Category(string name) => new() { ["name"] = name, ["color"] = "#112233" };

    private static JsonObject Position(int x, int y) => new() { ["x"] = x, ["y"] = y };
}

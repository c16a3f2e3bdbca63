#!/usr/bin/env -S dotnet run
#:property PublishAot=false
// Writes theatre.json and arena.json beside itself, the same bytes every time: dotnet run deploy/local/demo/generate.cs
// In pretix's seating plan format: x to the right, y downwards, stage at the top, rows relative to their zone and seats
// relative to their row.
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

const double SeatSpacing = 24, RowSpacing = 28, Aisle = 60;

var folder = Path.GetDirectoryName(Here())!;
Write("theatre.json", Theatre());
Write("arena.json", Arena());

static string Here([CallerFilePath] string path = "") => path;

void Write(string name, JsonObject plan)
{
    File.WriteAllText(Path.Combine(folder, name), plan.ToJsonString() + "\n");
    var rows = plan["zones"]!.AsArray().SelectMany(zone => zone!["rows"]!.AsArray());
    Console.WriteLine($"{name}: {rows.Sum(row => row!["seats"]!.AsArray().Count)} seats");
}

// Rows on arcs about a point far behind the stage; the stalls have one aisle in the middle, the balcony two.
static JsonObject Theatre()
{
    const double MiddleX = 450, CurveY = -900;
    var (stalls, balcony) = (new JsonArray(), new JsonArray());
    for (var row = 0; row < 12; row++)
    {
        var half = 8 + row / 3;
        var letter = Letter(row);
        var category = row < 4 ? "Premium Stalls" : "Stalls";
        stalls.Add(Row($"S-{letter}", letter, category, Arc(MiddleX, CurveY, 1160 + row * 34, [half, half])));
    }
    for (var row = 0; row < 4; row++)
    {
        var letter = new string(Letter(row)[0], 2);
        balcony.Add(Row($"B-{letter}", letter, "Balcony", Arc(MiddleX, CurveY, 1640 + row * 34, [6, 14, 6])));
    }
    JsonArray stage = [Stage("#3b3b46", MiddleX, 30, [(330, 0), (250, 120), (0, 160)], 36)];
    JsonArray label = [Caption("BALCONY", MiddleX, 690, 20)];
    JsonArray zones = [Zone("Stalls", "S", stalls, stage), Zone("Balcony", "B", balcony, label)];
    JsonArray categories =
    [
        Category("Premium Stalls", "#b3322c"), Category("Stalls", "#d98032"), Category("Balcony", "#2f6f9f"),
    ];
    return Plan("Demo Theatre", categories, zones, 900, 920);
}

// A horseshoe: blocks on the floor before the stage, about them two bowls of sections along two straight sides and a
// half circle.
static JsonObject Arena()
{
    const double MiddleX = 2600, CurveY = 1330;
    var zones = new JsonArray();
    for (var block = 0; block < 6; block++)
    {
        var (left, top) = (MiddleX - 768 + block % 3 * (20 * SeatSpacing + Aisle), 580 + block / 3 * 620.0);
        var rows = new JsonArray();
        for (var row = 0; row < 18; row++)
        {
            var seats = Enumerable.Range(0, 20).Select(seat => (left + seat * SeatSpacing, top + row * RowSpacing));
            var category = block < 3 ? "Golden Circle" : "Floor";
            rows.Add(Row($"F{Letter(block)}-{row + 1}", $"{row + 1}", category, [.. seats]));
        }
        var caption = Caption($"FLOOR {Letter(block)}", left + 228, top - 38, 34);
        zones.Add(Zone($"Floor {Letter(block)}", $"F{Letter(block)}", rows, [caption]));
    }
    var floor = zones[0]!["areas"]!.AsArray();
    floor.Add(Stage("#2b2b33", MiddleX, 120, [(800, 0), (800, 280), (250, 280), (250, 350)], 110));
    floor.Add(Rectangle("#9aa0a8", MiddleX - 170, 1740, 340, 90, "MIX"));
    Bowl(zones, MiddleX, CurveY, 920, 24, 7, 101, _ => "Lower Bowl");
    Bowl(zones, MiddleX, CurveY, 1720, 26, 9, 201, row => row < 12 ? "Upper Bowl Front" : "Upper Bowl Rear");
    JsonArray categories =
    [
        Category("Golden Circle", "#c9a227"), Category("Floor", "#b3322c"), Category("Lower Bowl", "#2f6f9f"),
        Category("Upper Bowl Front", "#3d8f5f"), Category("Upper Bowl Rear", "#8a6fb0"),
    ];
    return Plan("Demo Arena", categories, zones, 5200, 3900);
}

static void Bowl(
    JsonArray zones, double middleX, double curveY, double radius, int rowCount, int curved, int number,
    Func<int, string> category)
{
    const int Straight = 2;
    const double Side = 360;
    for (var section = 0; section < curved + 2 * Straight; section++)
    {
        var name = $"{number + section}";
        var rows = new JsonArray();
        for (var row = 0; row < rowCount; row++)
        {
            var seats = Section(section, radius + row * RowSpacing);
            rows.Add(Row($"{name}-{Letter(row)}", Letter(row), category(row), seats));
        }
        var behind = Section(section, radius + rowCount * RowSpacing + 38);
        var (x, y) = behind[behind.Length / 2];
        zones.Add(Zone($"Section {name}", name, rows, [Caption(name, x, y, 44)]));
    }

    // Left side downwards, the half circle from left to right, right side upwards.
    (double X, double Y)[] Section(int section, double r)
    {
        var fromEnd = curved + 2 * Straight - 1 - section;
        if (Math.Min(section, fromEnd) < Straight)
        {
            var (x, index) = section < Straight ? (middleX - r, section) : (middleX + r, fromEnd);
            var count = (int)((Side - Aisle) / SeatSpacing) + 1;
            var top = curveY - (Straight - index - 0.5) * Side - (count - 1) * SeatSpacing / 2;
            var seats = Enumerable.Range(0, count).Select(seat => (x, top + seat * SeatSpacing));
            return [.. section < Straight ? seats : seats.Reverse()];
        }
        var width = Math.PI / curved;
        var onArc = (int)((r * width - Aisle) / SeatSpacing) + 1;
        var middle = Math.PI - (section - Straight + 0.5) * width;
        var angles = Enumerable.Range(0, onArc).Select(seat => middle - (seat - (onArc - 1) / 2.0) * SeatSpacing / r);
        return [.. angles.Select(angle => (middleX + r * Math.Cos(angle), curveY + r * Math.Sin(angle)))];
    }
}

// One row of groups with aisles between them, symmetric about the vertical through the middle, numbered from the left.
static (double X, double Y)[] Arc(double middleX, double middleY, double radius, int[] groups)
{
    var length = (groups.Sum() - groups.Length) * SeatSpacing + (groups.Length - 1) * Aisle;
    var at = -length / 2;
    var seats = new List<(double, double)>();
    foreach (var group in groups)
    {
        for (var seat = 0; seat < group; seat++, at += SeatSpacing)
            seats.Add((middleX + radius * Math.Sin(at / radius), middleY + radius * Math.Cos(at / radius)));
        at += Aisle - SeatSpacing;
    }
    return [.. seats];
}

static JsonObject Row(string guid, string number, string category, (double X, double Y)[] seats)
{
    // Relative to where the row is written, so that rounding does not add up over its seats.
    var (x, y) = (Math.Round(seats[0].X, 1), Math.Round(seats[0].Y, 1));
    var list = seats.Select((seat, index) => (JsonNode)new JsonObject
    {
        ["seat_guid"] = $"{guid}-{index + 1}", ["seat_number"] = $"{index + 1}",
        ["position"] = Point(seat.X - x, seat.Y - y), ["category"] = category,
    });
    var array = new JsonArray([.. list]);
    return new JsonObject
    {
        ["row_number"] = number, ["row_number_position"] = "both", ["position"] = Point(x, y), ["seats"] = array,
    };
}

static JsonObject Zone(string name, string id, JsonArray rows, JsonArray areas) =>
    new() { ["name"] = name, ["zone_id"] = id, ["position"] = Point(0, 0), ["rows"] = rows, ["areas"] = areas };

static JsonObject Plan(string name, JsonArray categories, JsonArray zones, int width, int height)
{
    var size = new JsonObject { ["width"] = width, ["height"] = height };
    return new JsonObject { ["name"] = name, ["categories"] = categories, ["zones"] = zones, ["size"] = size };
}

static JsonObject Category(string name, string color) => new() { ["name"] = name, ["color"] = color };

// The right half of its outline, from the back to the front; the left one is its mirror image.
static JsonObject Stage(string color, double x, double y, (double X, double Y)[] right, int size)
{
    var outline = right.Concat(right.Reverse().Select(at => (X: -at.X, at.Y)));
    return new JsonObject
    {
        ["shape"] = "polygon", ["color"] = color, ["position"] = Point(x, y),
        ["polygon"] = new JsonObject { ["points"] = new JsonArray([.. outline.Select(at => Point(at.X, at.Y))]) },
        ["text"] = Text("STAGE", 0, right.Max(at => at.Y) / 2, size, "#ffffff"),
    };
}

static JsonObject Rectangle(string color, double x, double y, int width, int height, string text) => new()
{
    ["shape"] = "rectangle", ["color"] = color, ["position"] = Point(x, y),
    ["rectangle"] = new JsonObject { ["width"] = width, ["height"] = height },
    ["text"] = Text(text, width / 2.0, height / 2.0, 40, "#ffffff"),
};

static JsonObject Caption(string text, double x, double y, int size) =>
    new() { ["shape"] = "text", ["position"] = Point(x, y), ["text"] = Text(text, 0, 0, size, "#555555") };

static JsonObject Text(string text, double x, double y, int size, string color) =>
    new() { ["position"] = Point(x, y), ["text"] = text, ["size"] = size, ["color"] = color };

// One decimal is a tenth of a pixel; more would only make the files larger.
static JsonObject Point(double x, double y) => new() { ["x"] = Short(x), ["y"] = Short(y) };

static JsonNode Short(double value)
{
    return decimal.Parse(value.ToString("0.#", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

static string Letter(int index) => ((char)('A' + index)).ToString();

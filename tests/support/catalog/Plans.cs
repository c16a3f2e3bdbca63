using System.Text;
using System.Text.Json.Nodes;
using Ticketing.Catalog;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Rules.Catalog;

/// <summary>Seating plans that the tests of the catalog start from.</summary>
internal static class Plans
{
    public static string DemoFolder => Path.Combine(SourceTree.Root, "deploy", "local", "demo");

    /// <summary>Two zones, three rows, 7 seats; row B of the stalls has an aisle after its second seat.</summary>
    public static string Small => """
        {
          "name": "Small House",
          "categories": [{"name": "Gold", "color": "#ffcc00"}, {"name": "Silver"}],
          "zones": [
            {
              "name": "Stalls", "zone_id": "S", "position": {"x": 100, "y": 50},
              "rows": [
                {"row_number": "A", "row_label": null, "position": {"x": 10, "y": 5}, "seats": [
                  {"seat_guid": "A-1", "seat_number": "1", "position": {"x": 0, "y": 0}, "category": "Gold"},
                  {"seat_guid": "A-2", "seat_number": "2", "position": {"x": 20.5, "y": 0}, "category": "Gold"}]},
                {"row_number": "B", "position": {"x": 10, "y": 35}, "row_number_position": "both", "seats": [
                  {"seat_guid": "B-1", "seat_number": "1", "position": {"x": 0, "y": 0}, "category": "Silver"},
                  {"seat_guid": "B-2", "seat_number": "2", "position": {"x": 20, "y": 0}, "category": "Silver"},
                  {"seat_guid": "B-3", "seat_number": "3", "position": {"x": 80, "y": 0}, "category": "Silver"},
                  {"seat_guid": "B-4", "seat_number": "4", "position": {"x": 100, "y": 0}, "category": "Silver"}]}],
              "areas": [{"shape": "rectangle", "position": {"x": 0, "y": -40},
                "rectangle": {"width": 120, "height": 30},
                "text": {"text": "Main Stage", "position": {"x": 60, "y": 15}}}]
            },
            {
              "position": {"x": 0, "y": 300},
              "rows": [{"row_number": "1", "seats": [
                {"seat_guid": "Box", "seat_number": "1", "position": {"x": 7, "y": 1}, "category": "Gold",
                  "radius": 10}]}]
            }
          ],
          "size": {"width": 400, "height": 400}
        }
        """;

    public static PlanReading Read(string json) => SeatingPlanReader.Read(Encoding.UTF8.GetBytes(json));

    public static PlanReading ReadDemo(string file) =>
        SeatingPlanReader.Read(File.ReadAllBytes(Path.Combine(DemoFolder, file)));

    public static string SmallWith(Action<JsonNode> change)
    {
        var plan = JsonNode.Parse(Small)!;
        change(plan);
        return plan.ToJsonString();
    }

    public static JsonNode Seat(this JsonNode plan, int zone, int row, int seat) =>
        plan["zones"]![zone]!["rows"]![row]!["seats"]![seat]!;

    /// <summary>One zone with rows of equal length: seats 20 apart, rows 30 apart, in one category.</summary>
    public static string Rectangle(int rows, int seatsPerRow)
    {
        var text = new StringBuilder("""{"name":"Rectangle","categories":[{"name":"All"}],"zones":[""");
        text.Append("""{"position":{"x":0,"y":0},"rows":[""");
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "" : ",").Append($$"""{"row_number":"{{row}}","seats":[""");
            for (var seat = 0; seat < seatsPerRow; seat++)
            {
                text.Append(seat == 0 ? "" : ",")
                    .Append($$"""{"seat_guid":"{{row}}-{{seat}}","seat_number":"{{seat}}","position":""")
                    .Append($$"""{"x":{{seat * 20}},"y":{{row * 30}}},"category":"All"}""");
            }
            text.Append("]}");
        }
        return text.Append("]}]}").ToString();
    }
}

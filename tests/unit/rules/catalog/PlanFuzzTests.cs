using System.Text;
using System.Text.Json.Nodes;
using Ticketing.Catalog;

namespace Ticketing.Tests.Rules.Catalog;

public class PlanFuzzTests
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-0", "1e308", "1e999", "-1e999", "0.1", "\"\"", "\"Gold\"", "\"\\u0000\"", "\"\\ud800\"",
        "\"\\ud83c\\udfad\"", "[]", "{}", "[[]]", "[null]", "{\"x\":{}}", "{\"\\udfff\":1}", "\"A-1\"",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Bytes_changed_at_random_never_throw(int seed)
    {
        var random = new Random(seed);
        var valid = Encoding.UTF8.GetBytes(Plans.Small);
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = valid.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
                bytes[random.Next(bytes.Length)] = RandomByte(random);
            var from = random.Next(4) == 0 ? random.Next(bytes.Length) : 0;
            var to = random.Next(4) == 0 ? random.Next(from, bytes.Length) : bytes.Length;

            AssertConsistent(SeatingPlanReader.Read(bytes.AsMemory(from..to)));
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Values_exchanged_at_random_never_throw(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 5_000; round++)
        {
            var plan = JsonNode.Parse(Plans.Small)!;
            var marks = random.Next(1, 4);
            for (var mark = 0; mark < marks; mark++)
                Replace(plan, random, $"@{mark}");
            var json = plan.ToJsonString();
            for (var mark = 0; mark < marks; mark++)
                json = json.Replace($"\"@{mark}\"", Values[random.Next(Values.Length)]);

            AssertConsistent(Plans.Read(json));
        }
    }

    private static void AssertConsistent(PlanReading reading)
    {
        Assert.Equal(reading.Plan is null, !reading.Errors.IsEmpty);
        if (reading.Plan is { } plan)
            Assert.Equal(plan.SeatCount, ScheduleSeats.Of(plan).Select(seat => seat.SeatId).Distinct().Count());
    }

    /// <summary>Descends at random, and replaces the node where it stops by the mark.</summary>
    private static void Replace(JsonNode node, Random random, string mark)
    {
        while (true)
        {
            JsonNode? child;
            switch (node)
            {
                case JsonObject { Count: > 0 } owner:
                    var name = owner.ElementAt(random.Next(owner.Count)).Key;
                    child = owner[name];
                    if (IsHere(child)) owner[name] = mark;
                    break;
                case JsonArray { Count: > 0 } owner:
                    var index = random.Next(owner.Count);
                    child = owner[index];
                    if (IsHere(child)) owner[index] = mark;
                    break;
                default:
                    return;
            }
            if (child?.Parent is null)
                return;
            node = child;
        }

        bool IsHere(JsonNode? value) => value is null or JsonValue || random.Next(4) == 0;
    }

    private static byte RandomByte(Random random)
    {
        const string telling = "{}[]\",:0e-\\u";
        return random.Next(2) == 0 ? (byte)telling[random.Next(telling.Length)] : (byte)random.Next(256);
    }
}

using System.Security.Cryptography;
using Ticketing.Queues;

namespace Ticketing.Tests.Rules.Queues;

/// <summary>The draw. Other implementations, such as the page's, are checked against the same vectors.</summary>
public class DrawOrderTests
{
    /// <summary>Bytes 0, 1, ... 31.</summary>
    private static readonly byte[] CountingKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1_000)]
    [InlineData(65_537)]
    public void Everybody_gets_another_turn_and_the_turn_tells_the_number(int entries)
    {
        var order = new DrawOrder(SHA256.HashData(BitConverter.GetBytes(entries)), entries);
        var turns = new bool[entries + 1];
        for (var number = 1; number <= entries; number++)
        {
            var turn = order.TurnOf(number);
            Assert.InRange(turn, 1, entries);
            Assert.False(turns[turn]);
            turns[turn] = true;
            Assert.Equal(number, order.NumberAt(turn));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Who_comes_after_the_draw_stands_behind_in_the_order_of_arrival(int entries)
    {
        var order = new DrawOrder(CountingKey, entries);
        Assert.Equal([entries + 1, entries + 2], new[] { order.TurnOf(entries + 1), order.TurnOf(entries + 2) });
        Assert.Equal([entries + 1, entries + 2], new[] { order.NumberAt(entries + 1), order.NumberAt(entries + 2) });
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(2, "1 2")]
    [InlineData(3, "1 3 2")]
    [InlineData(5, "1 5 3 2 4")]
    [InlineData(10, "1 5 3 6 4 7 10 9 8 2")]
    public void The_turns_of_all_numbers_are_these(int entries, string turns) =>
        Assert.Equal(turns, Turns(CountingKey, entries));

    [Theory]
    [InlineData(1_000, 1, 676)]
    [InlineData(1_000, 2, 277)]
    [InlineData(1_000, 1_000, 485)]
    [InlineData(65_537, 1, 3_355)]
    [InlineData(65_537, 32_768, 33_989)]
    [InlineData(65_537, 65_537, 61_773)]
    [InlineData(1_000_000, 1, 189_734)]
    [InlineData(1_000_000, 500_000, 746_258)]
    [InlineData(1_000_000, 1_000_000, 788_742)]
    public void The_turn_of_a_number_is_this(long entries, long number, long turn) =>
        Assert.Equal(turn, new DrawOrder(CountingKey, entries).TurnOf(number));

    [Fact]
    public void Another_key_is_another_order_and_has_another_commitment()
    {
        var key = SHA256.HashData("another"u8);
        Assert.Equal("5 10 9 2 6 4 8 3 7 1", Turns(key, 10));
        Assert.Equal(
            "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd", DrawOrder.Commitment(CountingKey));
        Assert.NotEqual(DrawOrder.Commitment(CountingKey), DrawOrder.Commitment(key));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(12)]
    public void Over_many_keys_every_entry_gets_every_turn_equally_often(int entries)
    {
        const int draws = 6_000;
        var counts = new int[entries, entries];
        for (var draw = 0; draw < draws; draw++)
        {
            var order = new DrawOrder(SHA256.HashData(BitConverter.GetBytes(draw)), entries);
            for (var number = 1; number <= entries; number++) counts[number - 1, order.TurnOf(number) - 1]++;
        }

        // Chi squared over the turns of one entry. The bound is far beyond chance, and the keys are the same in every
        // run.
        var expected = (double)draws / entries;
        for (var entry = 0; entry < entries; entry++)
        {
            var chi = Enumerable.Range(0, entries).Sum(turn => Math.Pow(counts[entry, turn] - expected, 2) / expected);
            Assert.InRange(chi, 0, 4 * entries + 16);
        }
    }

    private static string Turns(byte[] key, int entries)
    {
        var order = new DrawOrder(key, entries);
        return string.Join(' ', Enumerable.Range(1, entries).Select(number => order.TurnOf(number)));
    }
}

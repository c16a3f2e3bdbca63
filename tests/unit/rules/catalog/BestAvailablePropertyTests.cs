using Ticketing.Catalog;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules.Catalog;

/// <summary>Properties of every choice, on houses and sales generated from a seed.</summary>
public class BestAvailablePropertyTests
{
    private const int Rounds = 2_000;
    private static readonly string[] Categories = ["a", "b", "c"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_choice_keeps_its_promises(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var seats = House(random);
            var sold = random.NextDouble();
            var free = seats.Where(_ => random.NextDouble() >= sold).Select(seat => seat.SeatId).ToHashSet();
            var category = Categories[random.Next(Categories.Length)];
            var quantity = random.Next(1, 9);

            var ids = BestAvailable.Choose(
                SeatIndex.Of(seats), seat => free.Contains(seat.SeatId), category, quantity);

            AssertPromises(seats, free, category, quantity, [.. ids]);
        }
    }

    private static void AssertPromises(
        List<ScheduleSeat> seats, HashSet<string> free, string category, int quantity, string[] ids)
    {
        var candidates = seats.Where(seat => seat.Category == category && free.Contains(seat.SeatId)).ToArray();
        if (candidates.Length < quantity)
        {
            Assert.Empty(ids);
            return;
        }

        Assert.Equal(quantity, ids.Distinct().Count());
        Assert.Equal(quantity, ids.Length);
        var chosen = candidates.Where(seat => ids.Contains(seat.SeatId)).OrderBy(seat => seat.Ordinal).ToArray();
        Assert.Equal(quantity, chosen.Length);

        if (HasWindow(candidates, quantity, AreSideBySide))
            Assert.True(AreSideBySide(chosen), "not side by side although there was such a choice");
        else if (HasWindow(candidates, quantity, window => window[0].Row == window[^1].Row))
            Assert.True(chosen[0].Row == chosen[^1].Row, "not in one row although there was such a choice");
        else if (HasWindow(candidates, quantity, window => window[0].Zone == window[^1].Zone))
            Assert.True(chosen[0].Zone == chosen[^1].Zone, "not in one zone although there was such a choice");
    }

    private static bool HasWindow(ScheduleSeat[] free, int quantity, Func<ScheduleSeat[], bool> isSuch) =>
        Enumerable.Range(0, free.Length - quantity + 1).Any(start => isSuch(free[start..(start + quantity)]));

    private static bool AreSideBySide(ScheduleSeat[] seats) =>
        seats[0].Block == seats[^1].Block && seats[^1].Ordinal - seats[0].Ordinal == seats.Length - 1;

    private static List<ScheduleSeat> House(Random random)
    {
        var seats = new List<ScheduleSeat>();
        int row = 0, block = 0;
        var zones = random.Next(1, 4);
        for (var zone = 0; zone < zones; zone++)
        {
            for (var rows = random.Next(1, 5); rows > 0; rows--, row++, block++)
            {
                var category = Categories[random.Next(Categories.Length)];
                for (var length = random.Next(1, 15); length > 0; length--)
                {
                    if (random.Next(6) == 0) block++;
                    if (random.Next(10) == 0) category = Categories[random.Next(Categories.Length)];
                    seats.Add(new ScheduleSeat(
                        $"{seats.Count}", seats.Count, zone, row, block, random.Next(50), category));
                }
            }
        }
        return seats;
    }
}

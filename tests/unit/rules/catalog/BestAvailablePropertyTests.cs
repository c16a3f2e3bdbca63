using CsCheck;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules.Catalog;

/// <summary>
/// Every choice, in random halls with random seats taken, is as good as the best one that a search over all choices
/// finds. A failure prints the seed and the smallest hall that fails.
/// </summary>
public class BestAvailablePropertyTests
{
    private const int SearchedSeats = 12;

    [Fact]
    public void No_choice_of_all_is_better_than_the_chosen_one() =>
        Gen.Select(
            Gen.String[Gen.Char["....XXXXb|/"], 1, 9].Array[1, 7],
            Gen.Int[0, 6].Array[7],
            Gen.Int[1, 6]).Sample(
            (rows, fronts, quantity) =>
            {
                var hall = new DrawnHall([.. rows.SelectMany(Zones)], [.. fronts, .. fronts, .. fronts, .. fronts]);
                var free = hall.Free.Where(seat => seat.Category == "a").ToArray();
                if (free.Length > SearchedSeats) return;

                var chosen = hall.Choose(quantity);

                var all = Choices(free, quantity).ToArray();
                Assert.Equal(all.Length == 0, chosen.Seats.IsEmpty);
                if (all.Length == 0) return;
                var seats = free.Where(seat => chosen.Seats.Contains(seat.SeatId)).ToArray();
                Assert.Equal(quantity, seats.Length);
                Assert.Equal(all.Any(Judge.IsTogether), chosen.IsTogether);
                var judge = new Judge(hall.Seats, free, quantity);
                Assert.Equal(judge.BestOf(all), judge.Cost(seats));
            },
            iter: 4_000);

    /// <summary>A slash within a row ends it, and the zone.</summary>
    private static IEnumerable<string> Zones(string row)
    {
        var parts = row.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.SelectMany((part, at) => at == 0 ? [part] : new[] { "/", part });
    }

    private static IEnumerable<ScheduleSeat[]> Choices(ScheduleSeat[] free, int quantity)
    {
        if (quantity == 0) return [[]];
        return Enumerable.Range(0, free.Length).SelectMany(at =>
            Choices(free[(at + 1)..], quantity - 1).Select(others => (ScheduleSeat[])[free[at], .. others]));
    }

    /// <summary>The criteria of a good choice, written down without regard to time.</summary>
    private sealed class Judge(List<ScheduleSeat> hall, ScheduleSeat[] free, int quantity)
    {
        public static bool IsTogether(ScheduleSeat[] choice) => Runs(choice).Count == 1;

        /// <summary>Less is better; the members are compared from first to last.</summary>
        public (int Zones, int Groups, int Spread, int Singles, int Parties, long RankSum) Cost(ScheduleSeat[] choice)
        {
            var rest = free.Except(choice).ToArray();
            var singles = Runs(rest).Where(run => run.Count == 1).Select(run => run[0]);
            var sameZone = choice.All(seat => seat.Zone == choice[0].Zone);
            return (
                sameZone ? 1 : 2,
                Runs(choice).Count,
                sameZone ? choice.Max(seat => seat.Row) - choice.Min(seat => seat.Row) : 0,
                singles.Count(single => choice.Any(seat => AreNeighbours(seat, single))),
                Parties(free) - Parties(rest),
                choice.Sum(seat => (long)seat.Rank));
        }

        /// <summary>The least cost of those that are not more than two places behind the best.</summary>
        public (int, int, int, int, int, long) BestOf(ScheduleSeat[][] choices)
        {
            var least = choices.Min(Seating);
            var equal = choices.Where(choice => Seating(choice) == least).ToArray();
            if (least.Zones > 1) return equal.Min(Cost);
            var best = equal.Min(Place);
            return equal.Where(choice => Place(choice) <= best + 2).Min(Cost);
        }

        private (int Zones, int Groups, int Spread) Seating(ScheduleSeat[] choice)
        {
            var cost = Cost(choice);
            return (cost.Zones, cost.Groups, cost.Spread);
        }

        private int Place(ScheduleSeat[] choice) => Math.Min(Place(choice[0].Row), Place(choice[^1].Row));

        private int Place(int row)
        {
            var bests = hall.Where(seat => seat.Category == "a").GroupBy(seat => seat.Row)
                .ToDictionary(seats => seats.Key, seats => seats.Min(seat => seat.Rank));
            return bests.Values.Distinct().Count(best => best < bests[row]);
        }

        private int Parties(ScheduleSeat[] seats) => Runs(seats).Sum(run => run.Count / Math.Max(quantity, 2));

        private static List<List<ScheduleSeat>> Runs(ScheduleSeat[] seats)
        {
            var runs = new List<List<ScheduleSeat>>();
            foreach (var seat in seats)
            {
                if (runs.Count == 0 || !AreNeighbours(runs[^1][^1], seat)) runs.Add([]);
                runs[^1].Add(seat);
            }

            return runs;
        }

        private static bool AreNeighbours(ScheduleSeat one, ScheduleSeat other) =>
            one.Block == other.Block && Math.Abs(one.Ordinal - other.Ordinal) == 1;
    }
}

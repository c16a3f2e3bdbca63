using System.Diagnostics;
using Ticketing.Catalog;
using Ticketing.Tests.Rules.Catalog;
using Xunit.Abstractions;

namespace Ticketing.Tests.Timing;

public sealed class ChoiceTimeTests(ITestOutputHelper output)
{
    [Fact]
    public void A_fan_of_the_arena_is_answered_in_well_under_a_millisecond()
    {
        var seats = ScheduleSeats.Of(Plans.ReadDemo("arena.json").Plan!);
        var index = SeatIndex.Of(seats);
        var categories = seats.Select(seat => seat.Category).Distinct().ToArray();
        foreach (var sold in new[] { 0.0, 0.5, 0.9, 0.99 })
        {
            var random = new Random(7);
            var isFree = seats.Select(_ => random.NextDouble() >= sold).ToArray();
            var times = new List<TimeSpan>();
            for (var round = 0; round < 400; round++)
            {
                foreach (var category in categories)
                {
                    var startedAt = Stopwatch.GetTimestamp();
                    BestAvailable.Choose(index, seat => isFree[seat.Ordinal], category, 1 + (round % 8));
                    times.Add(Stopwatch.GetElapsedTime(startedAt));
                }
            }
            times.Sort();
            var (usual, slow) = (times[times.Count / 2], times[times.Count * 99 / 100]);
            output.WriteLine(
                $"{sold:P0} sold: p50 {usual.TotalMicroseconds:F0} us, p99 {slow.TotalMicroseconds:F0} us");
            Assert.InRange(usual.TotalMilliseconds, 0, 1);
        }
    }
}

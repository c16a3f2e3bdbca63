using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>Numbers the seats of a plan: where each is and how good it is.</summary>
public static class ScheduleSeats
{
    /// <summary>In the plan's order; rows and blocks are counted over all zones.</summary>
    public static ImmutableArray<ScheduleSeat> Of(SeatingPlan plan)
    {
        var ranks = SeatRanks.Of(plan);
        var seats = ImmutableArray.CreateBuilder<ScheduleSeat>(ranks.Length);
        int row = 0, block = 0;
        for (var zone = 0; zone < plan.Zones.Length; zone++)
        {
            var blocks = new SeatBlocks(plan.Zones[zone]);
            foreach (var planRow in plan.Zones[zone].Rows)
            {
                var startsBlock = blocks.Starts(planRow);
                for (var index = 0; index < planRow.Seats.Length; index++)
                {
                    if (startsBlock[index] && seats.Count > 0)
                        block++;
                    var (seat, ordinal) = (planRow.Seats[index], seats.Count);
                    seats.Add(new ScheduleSeat(seat.SeatId, ordinal, zone, row, block, ranks[ordinal], seat.Category));
                }
                row++;
            }
        }
        return seats.MoveToImmutable();
    }
}

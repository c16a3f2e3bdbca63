using System.Collections.Immutable;
using Orleans.Concurrency;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>A copy of the sale terms in each process that reads them, loaded again when it is too old.</summary>
[StatelessWorker(1)]
public sealed class ScheduleGrain(ITicketStore store, TimeProvider time) : Grain, IScheduleGrain
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(Limits.SaleTermsMaxAgeSeconds);

    private SaleTerms? terms;
    private DateTimeOffset loadedAt;
    private Task? loading;

    public async Task<SaleTerms?> GetTerms()
    {
        if (terms is null || loadedAt + MaxAge <= time.GetUtcNow())
        {
            // Calls interleave: all of them await the same load.
            if (loading is null or { IsCompleted: true }) loading = Load();
            await loading;
        }

        return terms;
    }

    private async Task Load()
    {
        terms = await store.LoadSaleTermsAsync(GrainKeys.ParseId(this.GetPrimaryKeyString()));
        loadedAt = time.GetUtcNow();
        if (terms is null) DeactivateOnIdle();
    }
}

/// <summary>Numbers the seats of a plan and ranks them.</summary>
public static class ScheduleSeats
{
    /// <summary>The seats in the plan's order; rows and blocks are numbered over all zones.</summary>
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

using System.Collections.Concurrent;
using Ticketing.Seats;

namespace Ticketing.Api;

/// <summary>Asks many seats the same thing, some at a time, and sorts the answers.</summary>
internal static class SeatBlocking
{
    private const int SeatsAtOnce = 64;

    public static async Task<BlockedSeatsBody> AskAsync(
        IGrainFactory grains, Guid scheduleId, string[] seats, Func<ISeatGrain, Task<BlockOutcome>> ask)
    {
        var outcomes = new ConcurrentDictionary<string, BlockOutcome>(StringComparer.Ordinal);
        var bound = new ParallelOptions { MaxDegreeOfParallelism = SeatsAtOnce };
        await Parallel.ForEachAsync(seats, bound, async (seat, _) =>
        {
            var key = GrainKeys.Seat(new SeatKey(scheduleId, seat));
            outcomes[seat] = await ask(grains.GetGrain<ISeatGrain>(key));
        });
        return new BlockedSeatsBody(
            With(BlockOutcome.Done), With(BlockOutcome.Taken), With(BlockOutcome.UnknownSeat));

        string[] With(BlockOutcome outcome) => [.. seats.Where(seat => outcomes[seat] == outcome)];
    }
}

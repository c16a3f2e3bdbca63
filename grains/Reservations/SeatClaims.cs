using System.Collections.Immutable;
using Ticketing.Seats;

namespace Ticketing.Reservations;

/// <summary>
/// The claims of one reservation. Seats are asked one after the other in the order of their ids, so that of all who
/// want overlapping seats at once at least one gets them.
/// </summary>
internal sealed class SeatClaims(IGrainFactory grains, Guid scheduleId, Guid reservationId)
{
    public ImmutableArray<ClaimedSeat> Claimed { get; private set; } = [];

    /// <summary>Granted when all were; else why not and which seat refused, and no claim is left.</summary>
    public async Task<(ClaimResult Result, string? SeatId)> ClaimAll(ImmutableArray<string> seats)
    {
        var complete = false;
        try
        {
            foreach (var seatId in seats.Sort(StringComparer.Ordinal))
            {
                var claim = await Seat(seatId).Claim(reservationId);
                if (claim.Seat is not { } seat) return (claim.Result, seatId);
                Claimed = Claimed.Add(seat);
            }

            complete = true;
            return (ClaimResult.Granted, null);
        }
        finally
        {
            if (!complete) await GiveBack();
        }
    }

    public async Task GiveBack()
    {
        foreach (var seat in Claimed) await Seat(seat.SeatId).GiveBack(reservationId);
    }

    public async Task Forget()
    {
        foreach (var seat in Claimed) await Seat(seat.SeatId).Forget();
    }

    private ISeatGrain Seat(string seatId) =>
        grains.GetGrain<ISeatGrain>(GrainKeys.Seat(new SeatKey(scheduleId, seatId)));
}

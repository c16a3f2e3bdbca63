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

    /// <summary>Null when all were granted; else the refusal, and no claim is left.</summary>
    public async Task<ReserveOutcome?> ClaimAll(ImmutableArray<string> seats)
    {
        foreach (var seatId in seats.Sort(StringComparer.Ordinal))
        {
            var claim = await Seat(seatId).Claim(reservationId);
            if (claim.Seat is { } seat)
            {
                Claimed = Claimed.Add(seat);
                continue;
            }

            await GiveBack();
            var result = claim.Result == ClaimResult.UnknownSeat ? ReserveResult.UnknownSeat : ReserveResult.Taken;
            return new ReserveOutcome(result, Seats: [seatId]);
        }

        return null;
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

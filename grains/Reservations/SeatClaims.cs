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

    /// <summary>Granted when all were; else why not and which seats refuse, and no claim is left.</summary>
    public async Task<(ClaimResult Result, ImmutableArray<string> Refused)> ClaimAll(ImmutableArray<string> seats)
    {
        var sorted = seats.Sort(StringComparer.Ordinal);
        var complete = false;
        try
        {
            for (var i = 0; i < sorted.Length; i++)
            {
                var claim = await Seat(sorted[i]).Claim(reservationId);
                if (claim.Seat is not { } seat) return await Explain(claim.Result, sorted[i..]);
                Claimed = Claimed.Add(seat);
            }

            complete = true;
            return (ClaimResult.Granted, []);
        }
        finally
        {
            if (!complete) await GiveBack();
        }
    }

    /// <summary>All at once: one that cannot be reached keeps no other.</summary>
    public Task GiveBack() => Task.WhenAll(Claimed.Select(seat => Seat(seat.SeatId).GiveBack(reservationId)));

    public async Task Forget()
    {
        foreach (var seat in Claimed) await Seat(seat.SeatId).Forget();
    }

    /// <summary>The first refused; the others are only looked at, or they would refuse somebody for nothing.</summary>
    private async Task<(ClaimResult Result, ImmutableArray<string> Refused)> Explain(
        ClaimResult first, ImmutableArray<string> seats)
    {
        if (first == ClaimResult.Yours || seats.Length == 1) return (first, [seats[0]]);

        var results = await Task.WhenAll(seats[1..].Select(seat => Seat(seat).Look()));
        var all = seats.Zip([first, .. results]).ToArray();
        var worst = all.Any(seat => seat.Second == ClaimResult.UnknownSeat) ? ClaimResult.UnknownSeat : first;
        return (worst, [.. all.Where(seat => seat.Second == worst).Select(seat => seat.First)]);
    }

    private ISeatGrain Seat(string seatId) =>
        grains.GetGrain<ISeatGrain>(GrainKeys.Seat(new SeatKey(scheduleId, seatId)));
}

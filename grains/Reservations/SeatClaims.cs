using System.Collections.Immutable;
using Ticketing.Seats;

namespace Ticketing.Reservations;

/// <summary>
/// The claims of one reservation. Seats are claimed one after the other in the order of their ids, so that of several
/// reservations competing for overlapping seats at least one gets them all.
/// </summary>
internal sealed class SeatClaims(IGrainFactory grains, Guid scheduleId, Guid reservationId)
{
    public ImmutableArray<ClaimedSeat> Claimed { get; private set; } = [];

    /// <summary>
    /// Granted when all seats were claimed; otherwise the reason and the refusing seats, and no claim is left.
    /// </summary>
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

    /// <summary>Sends all messages in parallel: an unreachable seat must not keep the others claimed.</summary>
    public Task GiveBack() => Task.WhenAll(Claimed.Select(seat => Seat(seat.SeatId).GiveBack(reservationId)));

    /// <summary>Makes the seats load their rows again, in parallel for the same reason.</summary>
    public Task Forget() => Task.WhenAll(Claimed.Select(seat => Seat(seat.SeatId).Forget()));

    /// <summary>
    /// The first seat refused. The others are only queried: claiming them could refuse another fan for nothing.
    /// </summary>
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

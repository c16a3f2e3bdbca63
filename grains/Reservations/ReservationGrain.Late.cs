using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Events;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>
/// The money came when the hold was over: the same seats when they are free, else others that the fan may accept, else
/// it goes back.
/// </summary>
public sealed partial class ReservationGrain
{
    private async Task ClaimAgain(OrderEvent order)
    {
        var hold = record!;
        var charged = order.Amount - order.Discount;
        if (!await EventHasBegun() && await AllocateAgain(order))
        {
            if (await Claim(NamedSeats()) is { } same)
            {
                await BecomeClaimed(PaymentRules.ConfirmLate(hold, same.Claimed, charged, time.GetUtcNow()), same);
                return;
            }

            if (await ClaimOthers() is { } others)
            {
                await BecomeClaimed(PaymentRules.Offer(hold, others.Claimed, charged, time.GetUtcNow()), others);
                return;
            }
        }

        var now = time.GetUtcNow();
        await Become(PaymentRules.TooLate(hold, charged, now), TooLate(order, now));
    }

    /// <summary>
    /// General admission went back when the hold ended; the order takes anew. What it took stands for the order: it is
    /// given back with it.
    /// </summary>
    private async Task<bool> AllocateAgain(OrderEvent order)
    {
        foreach (var line in order.Lines.Where(line => !line.HasSeats))
            if (!await Stock(order.ScheduleId, line.Category).Allocate(id, line.Quantity, order.OrderId))
                return false;
        return true;
    }

    /// <summary>Null when not all of them can be had.</summary>
    private async Task<SeatClaims?> Claim(ImmutableArray<string> seats)
    {
        var claims = new SeatClaims(GrainFactory, record!.Reservation.ScheduleId, id);
        var (result, refused) = await claims.ClaimAll(seats);
        if (result == ClaimResult.Yours)
        {
            // A seat has not heard that the hold is over.
            await Task.WhenAll(refused.Select(seat => Seat(seat).Forget()));
            claims = new SeatClaims(GrainFactory, record.Reservation.ScheduleId, id);
            (result, _) = await claims.ClaimAll(seats);
        }

        return result == ClaimResult.Granted ? claims : null;
    }

    private async Task<SeatClaims?> ClaimOthers()
    {
        var map = GrainFactory.GetGrain<ISeatMapGrain>(GrainKeys.Of(record!.Reservation.ScheduleId));
        ImmutableArray<string> except = [];
        for (var attempt = 0; attempt < Limits.SuggestionAttempts; attempt++)
        {
            ImmutableArray<string> seats = [];
            foreach (var line in record.Reservation.Seats.Where(seat => seat.SeatId.Length > 0)
                .CountBy(seat => seat.Category))
            {
                var some = await map.Suggest(new SeatWish(line.Key, line.Value, except));
                if (some.IsEmpty) return null;
                seats = seats.AddRange(some);
            }

            if (seats.IsEmpty) return null;
            if (await Claim(seats) is { } claims) return claims;
            except = except.AddRange(seats);
        }

        return null;
    }

    private async Task BecomeClaimed(ReservationRecord next, SeatClaims claims)
    {
        try
        {
            await Become(next);
        }
        catch (CommitConflictException)
        {
            await claims.Forget();
            throw;
        }
    }

    private ImmutableArray<string> NamedSeats() =>
        [.. record!.Reservation.Seats.Select(seat => seat.SeatId).Where(seat => seat.Length > 0)];
}

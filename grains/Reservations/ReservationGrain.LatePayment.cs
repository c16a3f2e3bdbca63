using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>
/// A payment that succeeds after the hold has expired: the fan gets the same seats when they are free, otherwise an
/// offer of other seats, otherwise a refund.
/// </summary>
public sealed partial class ReservationGrain
{
    private async Task ClaimAgain(OrderEvent order)
    {
        var hold = record!;
        var charged = order.Amount - order.Discount;
        if (!await EventHasBegun() && await AllocateAgain(order) && await ClaimSeats(hold, charged)) return;

        var now = time.GetUtcNow();
        await Commit(PaymentRules.TooLate(hold, charged, now), Refund(order, OrderReasons.PaidTooLate, now));
    }

    /// <summary>
    /// False when neither the same nor other seats are free, or when the fan has meanwhile taken others up to the
    /// limit.
    /// </summary>
    private async Task<bool> ClaimSeats(ReservationRecord hold, long charged)
    {
        var limit = (await Schedule(hold.Reservation.ScheduleId).GetTerms())?.SeatsPerFan;
        if (await Claim(NamedSeats()) is { } same)
        {
            var confirmed = PaymentRules.ConfirmLate(hold, same.Claimed, charged, time.GetUtcNow());
            return await CommitClaimed(confirmed, same, limit);
        }

        return await ClaimOthers() is { } others
            && await CommitClaimed(
                PaymentRules.Offer(hold, others.Claimed, charged, time.GetUtcNow()), others, limit);
    }

    /// <summary>
    /// General admission was given back when the hold ended, so the order allocates it again. The allocation carries
    /// the order's id: undoing the order gives it back.
    /// </summary>
    private async Task<bool> AllocateAgain(OrderEvent order)
    {
        foreach (var line in order.Lines.Where(line => !line.HasSeats))
            if (!await Stock(order.ScheduleId, line.Category).Allocate(id, line.Quantity, order.OrderId))
                return false;
        return true;
    }

    /// <summary>Claims all of the seats; null, without any claim left, when one of them cannot be claimed.</summary>
    private async Task<SeatClaims?> Claim(ImmutableArray<string> seats)
    {
        var claims = new SeatClaims(GrainFactory, record!.Reservation.ScheduleId, id);
        var (result, refused) = await claims.ClaimAll(seats);
        if (result == ClaimResult.Yours)
        {
            // The seat missed the message that the hold has expired.
            await Task.WhenAll(refused.Select(seat => Seat(seat).Forget()));
            claims = new SeatClaims(GrainFactory, record.Reservation.ScheduleId, id);
            (result, _) = await claims.ClaimAll(seats);
        }

        return result == ClaimResult.Granted ? claims : null;
    }

    private async Task<SeatClaims?> ClaimOthers()
    {
        ImmutableArray<string> except = [];
        for (var attempt = 0; attempt < Limits.SuggestionAttempts; attempt++)
        {
            ImmutableArray<string> seats = [];
            foreach (var line in record!.Reservation.Seats.Where(seat => seat.SeatId.Length > 0)
                .CountBy(seat => seat.Category))
            {
                var some = await SeatMap(record.Reservation.ScheduleId)
                    .Suggest(new SeatWish(line.Key, line.Value, except));
                if (some.IsEmpty) return null;
                seats = seats.AddRange(some);
            }

            if (seats.IsEmpty) return null;
            if (await Claim(seats) is { } claims) return claims;
            except = except.AddRange(seats);
        }

        return null;
    }

    /// <summary>False when the fan would have more seats than the limit.</summary>
    private async Task<bool> CommitClaimed(ReservationRecord next, SeatClaims claims, int? limit)
    {
        try
        {
            await Commit(next, seatsPerFan: limit);
            return true;
        }
        catch (FanLimitException)
        {
            await claims.GiveBack();
            return false;
        }
        catch (CommitConflictException)
        {
            await claims.Forget();
            throw;
        }
    }

    private ImmutableArray<string> NamedSeats() =>
        [.. record!.Reservation.Seats.Select(seat => seat.SeatId).Where(seat => seat.Length > 0)];

    private static OutboxEvent Refund(OrderEvent order, string reason, DateTimeOffset now) => OutboxEvents.Of(
        Topics.OrderPaymentLate, order with { Part = null, Reason = reason, Again = false }, now);

    public Task<OfferOutcome> AnswerOffer(AnswerOffer command) => Run(() => AnswerOfferOnce(command));

    private async Task<OfferOutcome> AnswerOfferOnce(AnswerOffer command)
    {
        if (!await LoadOwned(command.UserId)) return new OfferOutcome(OfferResult.NotFound);
        await EndByTime();
        if (PaymentRules.IsOffer(record!))
        {
            await (command.Accept ? Commit(PaymentRules.AcceptOffer(record!, time.GetUtcNow())) : EndOffer());
            return OfferOutcome(command.Accept ? OfferResult.Accepted : OfferResult.Declined);
        }

        return OfferOutcome(record!.Reservation switch
        {
            { Status: ReservationStatus.Confirmed } when command.Accept => OfferResult.Accepted,
            { Reason: OrderReasons.OfferDeclined } => command.Accept ? OfferResult.Over : OfferResult.Declined,
            _ => OfferResult.NoOffer,
        });
    }

    /// <summary>The order receives the cancellation as an event and refunds the payment.</summary>
    private Task EndOffer() =>
        Commit(PaymentRules.GiveUp(record!, OrderReasons.OfferDeclined, time.GetUtcNow()));

    private OfferOutcome OfferOutcome(OfferResult result) => new(result, ReservationRules.View(record!));
}

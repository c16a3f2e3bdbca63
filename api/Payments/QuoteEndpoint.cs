using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Coupons;
using Ticketing.Money;
using Ticketing.Reservations;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>The price of a payment, line by line, without paying.</summary>
internal static class QuoteEndpoint
{
    public static void MapQuotes(this RouteGroupBuilder reservation) =>
        reservation.MapPost("/quote", Quote)
            .WithSummary(
                "The price of a payment with the same body now, and the money that your balance lacks. Changes nothing")
            .Changes()
            .Answers(
                Problems.NotFound, Problems.ReservationExpired, Problems.ReservationCancelled,
                PaymentProblems.PaymentInFlight, PaymentProblems.CouponUnknown, PaymentProblems.CouponNotValidNow,
                PaymentProblems.CouponUsedUp, PaymentProblems.CouponUsedByFan, PaymentProblems.CouponOtherCurrency,
                PaymentProblems.CouponBelowMinimum, PaymentProblems.CouponWithoutEffect);

    private static async Task<Results<Ok<QuoteBody>, Problem>> Quote(
        Guid id, PaymentRequest? body, ClaimsPrincipal user, IGrainFactory grains, SeatLabels labels,
        SalesOptions sales)
    {
        if (body?.Check() is { Any: true } errors)
            return errors.ToProblem();
        if (await grains.GetGrain<IReservationGrain>(GrainKeys.Of(id)).Get(user.Id()) is not { } reservation)
            return Problems.NotFound.Occurs();
        switch (reservation.Status)
        {
            case ReservationStatus.Expired:
                return Problems.ReservationExpired.Occurs();
            case ReservationStatus.Cancelled:
                return Problems.ReservationCancelled.With("reason", reservation.Reason);
            case ReservationStatus.Paying when reservation.Payment == PaymentStatus.Debiting:
                return PaymentProblems.PaymentInFlight.Occurs();
        }

        var discount = reservation.Discount;
        var isDue = reservation.Status == ReservationStatus.Pending;
        if (isDue && body?.Code is { } code)
        {
            var coupon = await grains.GetGrain<ICouponGrain>(GrainKeys.Coupon(code)).Quote(
                new CouponQuestion(user.Id(), reservation.Amount, reservation.OrderId, reservation.Currency));
            if (coupon.Reason is { } reason)
                return PaymentRefusals.Explain(reason);
            discount = coupon.Discount;
        }

        var key = GrainKeys.Balance(new BalanceKey(user.Id(), reservation.Currency));
        var balance = await grains.GetGrain<IBalanceGrain>(key).Get();
        var currency = sales.CodeOf(reservation.Currency);
        var toPay = isDue ? reservation.Amount - discount : 0;
        return TypedResults.Ok(new QuoteBody(
            currency, Currencies.MinorUnits(currency),
            QuoteLineBody.Of(reservation.Seats, discount, await labels.OfAsync(reservation.ScheduleId)),
            reservation.Amount, discount, toPay, balance, Math.Max(0, toPay - balance)));
    }
}

/// <summary>The money that a payment would take from your balance now, in minor units of its currency.</summary>
/// <param name="Currency">The code of ISO 4217 in which the reservation is paid.</param>
/// <param name="MinorUnits">
/// Digits after the decimal point of that currency: an amount of 4000 is 40.00 when this is 2.
/// </param>
/// <param name="Lines">One for each seat or admission, in the plan's order.</param>
/// <param name="Total">The sum of the prices.</param>
/// <param name="Discount">Taken off by the coupon: the sum of the discounts of the lines.</param>
/// <param name="ToPay">The total minus the discount; 0 when the reservation is paid.</param>
/// <param name="Balance">Your money in this currency.</param>
/// <param name="Missing">The money to pay in before you can pay; 0 when the balance suffices.</param>
public sealed record QuoteBody(
    string Currency,
    int MinorUnits,
    IReadOnlyList<QuoteLineBody> Lines,
    long Total,
    long Discount,
    long ToPay,
    long Balance,
    long Missing);

/// <summary>A seat of a quote, or an admission without a seat.</summary>
/// <param name="Seat">Its <c>seat_guid</c> in the plan; null for general admission.</param>
/// <param name="Label">Block, row and number as one line; null when the plan does not name them.</param>
/// <param name="Price">Before the coupon.</param>
/// <param name="Discount">The share of this line in the discount, by price and in whole minor units.</param>
public sealed record QuoteLineBody(string? Seat, string? Label, string Category, long Price, long Discount)
{
    internal static IReadOnlyList<QuoteLineBody> Of(
        IReadOnlyList<ReservedSeat> seats, long discount, PlanLabels labels)
    {
        ImmutableArray<ReservedSeat> ordered = [.. labels.InOrder(seats, seat => seat.SeatId)];
        var shares = CouponRules.Shares(discount, [.. ordered.Select(seat => seat.Price)]);
        return
        [
            .. ordered.Select((seat, at) => new QuoteLineBody(
                SeatIds.OrNull(seat.SeatId), labels.Find(seat.SeatId)?.Text, seat.Category, seat.Price, shares[at])),
        ];
    }
}

using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Balances;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Store;
using Ticketing.Tickets;

namespace Ticketing.Api;

internal static class PaymentEndpoints
{
    public static void MapPayments(this IEndpointRouteBuilder api)
    {
        var reservation = api.MapGroup("/reservations/{id:guid}").WithTags("Payments").RequireAuthorization();
        reservation.MapPost("/payment", Pay)
            .WithSummary(
                "Pay from your balance; paying twice pays once. 202: not ended yet, repeat it to see. "
                + "An Idempotency-Key names the attempt: after a refusal, use a new one")
            .Is(WorkKind.Payment)
            .TakesIdempotencyKey().AnswersLocation(StatusCodes.Status202Accepted)
            .Answers(
                Problems.InsufficientBalance, Problems.NotFound, Problems.ReservationExpired,
                Problems.ReservationCancelled, PaymentProblems.SoldOut, PaymentProblems.CouponUnknown,
                PaymentProblems.CouponNotValidNow, PaymentProblems.CouponUsedUp, PaymentProblems.CouponUsedByFan,
                PaymentProblems.CouponOtherCurrency, PaymentProblems.CouponBelowMinimum,
                PaymentProblems.CouponWithoutEffect, PaymentProblems.PaidTooLate,
                PaymentProblems.PaymentNotNeeded, PaymentProblems.OfferDeclined, PaymentProblems.TicketsFailed,
                PaymentProblems.UndoneByOperator, PaymentProblems.PaymentFailed, Problems.KeyReused);
        reservation.MapQuotes();
        reservation.MapPost("/offer", AnswerOffer)
            .WithSummary("Accept other seats for a payment that came too late for yours, or get the money back")
            .Changes()
            .Answers(Problems.NotFound, PaymentProblems.NoOffer, PaymentProblems.OfferOver);
        reservation.MapGet("/timeline", TimelineEndpoint.GetAsync)
            .WithSummary("The history of a reservation's payments; operators can read that of any reservation")
            .Answers(Problems.NotFound);
    }

    private static async Task<Results<Ok<PaymentBody>, Accepted<PaymentBody>, Problem>> Pay(
        Guid id, PaymentRequest? body, HttpRequest request, ClaimsPrincipal user, IGrainFactory grains, OrderWait wait,
        SeatLabels labels, SalesOptions sales)
    {
        if (!IdempotencyKey.IsAcceptable(request, out var problem))
            return problem;
        if (body?.Check() is { Any: true } errors)
            return errors.ToProblem();
        var grain = grains.GetGrain<IReservationGrain>(GrainKeys.Of(id));
        var attempt = IdempotencyKey.Read(request, out _);
        var outcome = await grain.Pay(new PayReservation(user.Id(), body?.Code, attempt));
        switch (outcome.Result)
        {
            case PayResult.Confirmed or PayResult.Processing:
                break;
            case PayResult.InsufficientBalance:
                return Problems.InsufficientBalance
                    .With("balance", outcome.Balance).With("amount", outcome.Reservation?.Amount)
                    .With("currency", sales.CodeOf(outcome.Reservation?.Currency));
            case PayResult.Expired:
                return Problems.ReservationExpired.Occurs();
            case PayResult.Cancelled:
                return Problems.ReservationCancelled.With("reason", outcome.Reservation?.Reason);
            case PayResult.NotFound:
                return Problems.NotFound.Occurs();
            case PayResult.KeyReused:
                return Problems.KeyReused.At(
                    IdempotencyKey.Header, "was used before for an attempt with another coupon");
            default:
                throw new InvalidOperationException($"Paying {id} had the unknown outcome {outcome.Result}.");
        }

        if (outcome.OrderId is not { } orderId)
            return await TellBeforeOrdersAsync(grains, labels, sales, user.Id(), outcome);
        var order = await wait.ForAsync(orderId, request.HttpContext.RequestAborted);
        if (order?.Status is OrderStatus.Failed or OrderStatus.Undoing or OrderStatus.Undone)
            return await ExplainAsync(grains, sales, user.Id(), order);
        var status = order?.Status ?? OrderStatus.Processing;
        var told = await TellAsync(grains, labels, sales, user.Id(), outcome.Reservation!, status, orderId, order);
        return status == OrderStatus.Completed
            ? TypedResults.Ok(told)
            : TypedResults.Accepted($"/api/v1/reservations/{id:D}/timeline", told);
    }

    /// <summary>For a reservation whose payment was begun by a release that had no orders yet.</summary>
    private static async Task<Results<Ok<PaymentBody>, Accepted<PaymentBody>, Problem>> TellBeforeOrdersAsync(
        IGrainFactory grains, SeatLabels labels, SalesOptions sales, Guid userId, PayOutcome outcome)
    {
        var isPaid = outcome.Result == PayResult.Confirmed;
        var status = isPaid ? OrderStatus.Completed : OrderStatus.Processing;
        var told = await TellAsync(grains, labels, sales, userId, outcome.Reservation!, status);
        return isPaid
            ? TypedResults.Ok(told)
            : TypedResults.Accepted($"/api/v1/reservations/{outcome.Reservation!.Id:D}/timeline", told);
    }

    private static async Task<Problem> ExplainAsync(
        IGrainFactory grains, SalesOptions sales, Guid userId, OrderView order)
    {
        var balance = GrainKeys.Balance(new BalanceKey(userId, order.Currency));
        return PaymentRefusals.Explain(
            order,
            order.Reason == OrderReasons.InsufficientBalance
                ? await grains.GetGrain<IBalanceGrain>(balance).Get()
                : 0,
            sales.CodeOf(order.Currency));
    }

    /// <summary>Reads the reservation again, with the tickets if they are issued.</summary>
    private static async Task<PaymentBody> TellAsync(
        IGrainFactory grains, SeatLabels labels, SalesOptions sales, Guid userId, ReservationView before,
        OrderStatus status, Guid? orderId = null, OrderView? order = null)
    {
        var key = GrainKeys.Of(before.Id);
        var reservation = await grains.GetGrain<IReservationGrain>(key).Get(userId) ?? before;
        var tickets = status is OrderStatus.Completed or OrderStatus.Ticketed
            ? await grains.GetGrain<ITicketGrain>(key).Get()
            : [];
        var known = await labels.OfAsync(reservation.ScheduleId);
        return new PaymentBody(
            orderId, status, order?.Amount ?? reservation.Amount, order?.Discount ?? 0,
            ReservationBody.Of(reservation, known, sales),
            [.. known.InOrder(tickets, ticket => ticket.SeatId).Select(ticket => TicketBody.Of(ticket, known))]);
    }

    private static async Task<Results<Ok<ReservationBody>, Problem>> AnswerOffer(
        Guid id, OfferRequest body, ClaimsPrincipal user, IGrainFactory grains, SeatLabels labels, SalesOptions sales)
    {
        var grain = grains.GetGrain<IReservationGrain>(GrainKeys.Of(id));
        var outcome = await grain.AnswerOffer(new AnswerOffer(user.Id(), body.Accept));
        return outcome.Result switch
        {
            OfferResult.Accepted or OfferResult.Declined =>
                TypedResults.Ok(await ReservationBody.OfAsync(outcome.Reservation!, labels, sales)),
            OfferResult.Over => PaymentProblems.OfferOver.Occurs(),
            OfferResult.NoOffer => PaymentProblems.NoOffer.Occurs(),
            OfferResult.NotFound => Problems.NotFound.Occurs(),
            _ => throw new InvalidOperationException($"An offer's answer had the unknown outcome {outcome.Result}."),
        };
    }
}

/// <summary>Pay in full from the balance.</summary>
/// <param name="CouponCode">1 to 40 letters, digits, '-' and '_'; upper and lower case are the same.</param>
public sealed record PaymentRequest(string? CouponCode = null)
{
    internal string? Code => CouponCode is null ? null : CouponCodes.Read(CouponCode);

    internal FieldProblems Check()
    {
        var errors = new FieldProblems();
        errors.Require(
            CouponCode is null || CouponCodes.Read(CouponCode) is not null, "$.couponCode", CouponCodes.Rule);
        return errors;
    }
}

/// <summary>Your answer to the seats that are offered because your payment came too late for yours.</summary>
/// <param name="Accept">True: keep them. False: the money goes back to your balance.</param>
public sealed record OfferRequest(bool Accept);

/// <summary>A payment.</summary>
/// <param name="OrderId">The attempt to pay; null when a release without orders made the payment.</param>
/// <param name="Status">
/// How far the payment has come: 'Completed' is success; 'Offered' waits for your answer to the seats of the
/// reservation, which are not those that you reserved.
/// </param>
/// <param name="Amount">Before the coupon, in minor units of the reservation's currency.</param>
/// <param name="Discount">Taken off by the coupon.</param>
/// <param name="Tickets">Empty until they are issued.</param>
public sealed record PaymentBody(
    Guid? OrderId,
    OrderStatus Status,
    long Amount,
    long Discount,
    ReservationBody Reservation,
    IReadOnlyList<TicketBody> Tickets);

using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Balances;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Tickets;

namespace Ticketing.Api;

internal static class PaymentEndpoints
{
    public static void MapPayments(this IEndpointRouteBuilder api)
    {
        var reservation = api.MapGroup("/reservations/{id:guid}").WithTags("Payments").RequireAuthorization();
        reservation.MapPost("/payment", Pay)
            .WithSummary("Pay from your balance; paying twice pays once. 202: it is not at its end yet, look again")
            .Is(WorkKind.Payment)
            .TakesIdempotencyKey().AnswersLocation(StatusCodes.Status202Accepted)
            .Answers(
                Problems.InsufficientBalance, Problems.NotFound, Problems.ReservationExpired,
                Problems.ReservationCancelled, PaymentProblems.SoldOut, PaymentProblems.CouponUnknown,
                PaymentProblems.CouponNotValidNow, PaymentProblems.CouponUsedUp, PaymentProblems.CouponUsedByFan,
                PaymentProblems.CouponBelowMinimum, PaymentProblems.PaidTooLate, PaymentProblems.OfferDeclined,
                PaymentProblems.TicketsFailed, PaymentProblems.UndoneByOperator, PaymentProblems.PaymentFailed);
        reservation.MapPost("/offer", AnswerOffer)
            .WithSummary("Keep the seats that are offered for a payment that came too late for yours, or get it back")
            .Changes()
            .Answers(Problems.NotFound, PaymentProblems.NoOffer, PaymentProblems.OfferOver);
        reservation.MapGet("/timeline", TimelineEndpoint.GetAsync)
            .WithSummary("Everything that happened to the payments of a reservation; operators see every one")
            .Answers(Problems.NotFound);
    }

    private static async Task<Results<Ok<PaymentBody>, Accepted<PaymentBody>, Problem>> Pay(
        Guid id, PaymentRequest? body, HttpRequest request, ClaimsPrincipal user, IGrainFactory grains, OrderWait wait)
    {
        if (!IdempotencyKey.IsAcceptable(request, out var problem))
            return problem;
        if (body?.Check() is { Any: true } errors)
            return errors.ToProblem();
        var grain = grains.GetGrain<IReservationGrain>(GrainKeys.Of(id));
        var outcome = await grain.Pay(new PayReservation(user.Id(), body?.CouponCode));
        switch (outcome.Result)
        {
            case PayResult.Confirmed or PayResult.Processing:
                break;
            case PayResult.InsufficientBalance:
                return Problems.InsufficientBalance
                    .With("balance", outcome.Balance).With("amount", outcome.Reservation?.Amount);
            case PayResult.Expired:
                return Problems.ReservationExpired.Occurs();
            case PayResult.Cancelled:
                return Problems.ReservationCancelled.With("reason", outcome.Reservation?.Reason);
            case PayResult.NotFound:
                return Problems.NotFound.Occurs();
            default:
                throw new InvalidOperationException($"Paying {id} had the unknown outcome {outcome.Result}.");
        }

        if (outcome.OrderId is not { } orderId)
            return await TellBeforeOrdersAsync(grains, user.Id(), outcome);
        var order = await wait.ForAsync(orderId, request.HttpContext.RequestAborted);
        if (order?.Status is OrderStatus.Failed or OrderStatus.Undoing or OrderStatus.Undone)
            return await ExplainAsync(grains, user.Id(), order);
        var status = order?.Status ?? OrderStatus.Processing;
        var told = await TellAsync(grains, user.Id(), outcome.Reservation!, status, orderId, order);
        return status == OrderStatus.Completed
            ? TypedResults.Ok(told)
            : TypedResults.Accepted($"/api/v1/reservations/{id:D}/timeline", told);
    }

    /// <summary>Paid, or being paid, by a process from before there were orders.</summary>
    private static async Task<Results<Ok<PaymentBody>, Accepted<PaymentBody>, Problem>> TellBeforeOrdersAsync(
        IGrainFactory grains, Guid userId, PayOutcome outcome)
    {
        var isPaid = outcome.Result == PayResult.Confirmed;
        var status = isPaid ? OrderStatus.Completed : OrderStatus.Processing;
        var told = await TellAsync(grains, userId, outcome.Reservation!, status);
        return isPaid
            ? TypedResults.Ok(told)
            : TypedResults.Accepted($"/api/v1/reservations/{outcome.Reservation!.Id:D}/timeline", told);
    }

    private static async Task<Problem> ExplainAsync(IGrainFactory grains, Guid userId, OrderView order) =>
        PaymentRefusals.Explain(
            order,
            order.Reason == OrderReasons.InsufficientBalance
                ? await grains.GetGrain<IBalanceGrain>(GrainKeys.Of(userId)).Get()
                : 0);

    /// <summary>What the payment has made of the reservation since it began.</summary>
    private static async Task<PaymentBody> TellAsync(
        IGrainFactory grains, Guid userId, ReservationView before, OrderStatus status, Guid? orderId = null,
        OrderView? order = null)
    {
        var key = GrainKeys.Of(before.Id);
        var reservation = await grains.GetGrain<IReservationGrain>(key).Get(userId) ?? before;
        var tickets = status is OrderStatus.Completed or OrderStatus.Ticketed
            ? await grains.GetGrain<ITicketGrain>(key).Get()
            : [];
        return new PaymentBody(
            orderId, status, order?.Amount ?? reservation.Amount, order?.Discount ?? 0,
            ReservationBody.Of(reservation), [.. tickets.Select(TicketBody.Of)]);
    }

    private static async Task<Results<Ok<ReservationBody>, Problem>> AnswerOffer(
        Guid id, OfferRequest body, ClaimsPrincipal user, IGrainFactory grains)
    {
        var grain = grains.GetGrain<IReservationGrain>(GrainKeys.Of(id));
        var outcome = await grain.AnswerOffer(new AnswerOffer(user.Id(), body.Accept));
        return outcome.Result switch
        {
            OfferResult.Accepted or OfferResult.Declined => TypedResults.Ok(ReservationBody.Of(outcome.Reservation!)),
            OfferResult.Over => PaymentProblems.OfferOver.Occurs(),
            OfferResult.NoOffer => PaymentProblems.NoOffer.Occurs(),
            OfferResult.NotFound => Problems.NotFound.Occurs(),
            _ => throw new InvalidOperationException($"An offer's answer had the unknown outcome {outcome.Result}."),
        };
    }
}

using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Queues;
using Ticketing.Reads;
using Ticketing.Reservations;

namespace Ticketing.Api;

internal static class ReservationEndpoints
{
    public static void MapReservations(this IEndpointRouteBuilder api)
    {
        var reservations = api.MapGroup("/reservations").WithTags("Reservations").RequireAuthorization();
        reservations.MapPost("/", Reserve)
            .WithSummary("Hold named seats, or the best available of a category")
            .Changes().NeedsIdempotencyKey().TakesQueueToken().AnswersLocation()
            .Answers(
                Problems.NotFound, Problems.SeatsTaken, Problems.NotEnoughSeats, Problems.LimitExceeded,
                Problems.NotOnSale, Problems.UnknownSeat, Problems.UnknownCategory, Problems.KeyReused);
        reservations.MapGet("/", List)
            .WithSummary("Your reservations, newest first")
            .Answers(Problems.InvalidRequest);
        reservations.MapGet("/{id:guid}", Get)
            .WithSummary("One of your reservations, as it is at this moment")
            .Answers(Problems.NotFound);
        reservations.MapDelete("/{id:guid}", Cancel)
            .WithSummary("Cancel: the seats become free, what was paid goes back to your balance")
            .Changes()
            .Answers(
                Problems.NotFound, Problems.ReservationExpired, Problems.TooLate, PaymentProblems.PaymentInFlight);
    }

    private static async Task<Results<Created<ReservationBody>, Problem>> Reserve(
        ReserveRequest body, HttpRequest request, ClaimsPrincipal user, IGrainFactory grains, QueueTokens tokens,
        QueueLooks looks)
    {
        if (IdempotencyKey.Read(request, out var problem) is not { } key)
            return problem;
        if (body.Check() is { Any: true } errors)
            return errors.ToProblem();
        var place = QueueTokenHeader.Read(request, tokens, user, body.ScheduleId, out var tokenFault);
        var id = ReservationId.Of(user.Id(), key);
        var grain = grains.GetGrain<IReservationGrain>(GrainKeys.Of(id));
        var outcome = await grain.Reserve(body.ToCommand(user.Id(), place));
        if (outcome is { Result: ReserveResult.Reserved, Reservation: { } made })
            return TypedResults.Created($"{request.Path.Value!.TrimEnd('/')}/{id:D}", ReservationBody.Of(made));
        var retryAfterSeconds = outcome.Turn is { Result: EnterResult.Waiting } waiting
            ? Jitter.Of(await looks.RetryAfterSecondsAsync(body.ScheduleId, waiting))
            : Limits.MinRetryAfterSeconds;
        return ReserveRefusals.Explain(outcome, tokenFault, retryAfterSeconds);
    }

    private static async Task<Results<Ok<PageBody<ReservationBody>>, Problem>> List(
        [AsParameters] PageQuery page, ClaimsPrincipal user, ReservationReads reads, CancellationToken cancellation)
    {
        if (!page.TryRead(Cursor.ReadPosition, out var limit, out var after, out var problem))
            return problem;
        var found = await reads.ListAsync(user.Id(), after, limit, cancellation);
        return TypedResults.Ok(
            Pages.Of(found, limit, ReservationBody.Of, last => Cursor.Of(last.CreatedAt, last.Id)));
    }

    private static async Task<Results<Ok<ReservationBody>, Problem>> Get(
        Guid id, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.GetGrain<IReservationGrain>(GrainKeys.Of(id)).Get(user.Id()) is { } reservation
            ? TypedResults.Ok(ReservationBody.Of(reservation))
            : Problems.NotFound.Occurs();

    private static async Task<Results<Ok<ReservationBody>, Problem>> Cancel(
        Guid id, ClaimsPrincipal user, IGrainFactory grains)
    {
        var grain = grains.GetGrain<IReservationGrain>(GrainKeys.Of(id));
        var outcome = await grain.Cancel(new CancelReservation(user.Id()));
        return outcome.Result switch
        {
            CancelResult.Cancelled => TypedResults.Ok(ReservationBody.Of(outcome.Reservation!)),
            CancelResult.Expired => Problems.ReservationExpired.Occurs(),
            CancelResult.TooLate => Problems.TooLate.Occurs(),
            CancelResult.PaymentInFlight => PaymentProblems.PaymentInFlight.Occurs(),
            CancelResult.NotFound => Problems.NotFound.Occurs(),
            _ => throw new InvalidOperationException($"Cancelling {id} had the unknown outcome {outcome.Result}."),
        };
    }
}

using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Catalog;
using Ticketing.Money;
using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Store;

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
                Problems.NotOnSale, Problems.UnknownSeat, Problems.UnknownPlanRevision, Problems.UnknownCategory,
                Problems.KeyReused,
                Problems.UnpaidHolds, Problems.NotTogether);
        reservations.MapGet("/", List)
            .WithSummary("Your reservations, newest first")
            .Answers(Problems.InvalidRequest);
        reservations.MapGet("/{id:guid}", Get)
            .WithSummary("One of your reservations, as it is at this moment")
            .Answers(Problems.NotFound);
        reservations.MapRenewals();
        reservations.MapDelete("/{id:guid}", Cancel)
            .WithSummary("Cancel: the seats become free, what was paid goes back to your balance")
            .Changes()
            .Answers(
                Problems.NotFound, Problems.ReservationExpired, Problems.TooLate, PaymentProblems.PaymentInFlight);
    }

    private static async Task<Results<Created<ReservationBody>, Problem>> Reserve(
        ReserveRequest body, HttpRequest request, ClaimsPrincipal user, IGrainFactory grains, QueueTokens tokens,
        QueueLooks looks, SeatLabels labels, SalesOptions sales)
    {
        if (IdempotencyKey.Read(request, out var problem) is not { } key)
            return problem;
        if (body.Check() is { Any: true } errors)
            return errors.ToProblem();
        if (body is { SeatIndexes: { } indexes, PlanRevision: { } revision })
        {
            var plan = await labels.FindAsync(body.ScheduleId);
            if (IndexedSeats.Resolve(plan, indexes, revision, out problem) is not { } named)
                return problem;
            body = body with { Seats = named };
        }

        var place = QueueTokenHeader.Read(request, tokens, user, body.ScheduleId, out var tokenFault);
        var id = ReservationId.Of(user.Id(), key);
        var grain = grains.GetGrain<IReservationGrain>(GrainKeys.Of(id));
        var outcome = await grain.Reserve(body.ToCommand(user.Id(), place));
        if (outcome is { Result: ReserveResult.Reserved, Reservation: { } made })
        {
            return TypedResults.Created(
                $"{request.Path.Value!.TrimEnd('/')}/{id:D}", await ReservationBody.OfAsync(made, labels, sales));
        }

        var retryAfterSeconds = outcome.Turn is { Result: EnterResult.Waiting } waiting
            ? Jitter.Of(await looks.RetryAfterSecondsAsync(body.ScheduleId, waiting))
            : Limits.MinRetryAfterSeconds;
        var known = outcome.Seats.IsDefaultOrEmpty ? PlanLabels.None : await labels.OfAsync(body.ScheduleId);
        return ReserveRefusals.Explain(outcome, known, tokenFault, retryAfterSeconds);
    }

    private static async Task<Results<Ok<PageBody<ReservationBody>>, Problem>> List(
        [AsParameters] PageQuery page, ClaimsPrincipal user, ReservationReads reads, SeatLabels labels,
        SalesOptions sales, CancellationToken cancellation)
    {
        var list = Cursor.Of($"reservations {user.Id()}");
        if (!page.TryRead(list.ReadPosition, out var limit, out var after, out var problem))
            return problem;
        var found = await reads.ListAsync(user.Id(), after, limit, cancellation);
        var known = await labels.OfAsync(found.Select(one => one.ScheduleId));
        return TypedResults.Ok(Pages.Of(
            found, limit, one => ReservationBody.Of(one, known[one.ScheduleId], sales),
            last => list.At(last.CreatedAt, last.Id)));
    }

    private static async Task<Results<Ok<ReservationBody>, Problem>> Get(
        Guid id, ClaimsPrincipal user, IGrainFactory grains, SeatLabels labels, SalesOptions sales) =>
        await grains.GetGrain<IReservationGrain>(GrainKeys.Of(id)).Get(user.Id()) is { } reservation
            ? TypedResults.Ok(await ReservationBody.OfAsync(reservation, labels, sales))
            : Problems.NotFound.Occurs();

    private static async Task<Results<Ok<ReservationBody>, Problem>> Cancel(
        Guid id, ClaimsPrincipal user, IGrainFactory grains, SeatLabels labels, SalesOptions sales)
    {
        var grain = grains.GetGrain<IReservationGrain>(GrainKeys.Of(id));
        var outcome = await grain.Cancel(new CancelReservation(user.Id()));
        return outcome.Result switch
        {
            CancelResult.Cancelled =>
                TypedResults.Ok(await ReservationBody.OfAsync(outcome.Reservation!, labels, sales)),
            CancelResult.Expired => Problems.ReservationExpired.Occurs(),
            CancelResult.TooLate => Problems.TooLate.Occurs(),
            CancelResult.PaymentInFlight => PaymentProblems.PaymentInFlight.Occurs(),
            CancelResult.NotFound => Problems.NotFound.Occurs(),
            _ => throw new InvalidOperationException($"Cancelling {id} had the unknown outcome {outcome.Result}."),
        };
    }
}

/// <summary>A reservation. Its amounts are in minor units of its currency.</summary>
/// <param name="Currency">The code of ISO 4217 in which it is paid.</param>
/// <param name="MinorUnits">
/// Digits after the decimal point of that currency: an amount of 4000 is 40.00 when this is 2.
/// </param>
/// <param name="Amount">The sum of the prices of the seats.</param>
/// <param name="Discount">Taken off by the coupon; 0 until it is paid.</param>
/// <param name="Paid">Money taken from your balance, also if it was given back since.</param>
/// <param name="Refunded">Money given back.</param>
/// <param name="ExpiresAt">Until when an unpaid reservation keeps its seats, or an offer waits for your answer.</param>
/// <param name="Reason">Why it ended, if it was cancelled or has expired.</param>
public sealed record ReservationBody(
    Guid Id,
    Guid ScheduleId,
    ReservationStatus Status,
    PaymentStatus Payment,
    IReadOnlyList<ReservedSeatBody> Seats,
    string Currency,
    int MinorUnits,
    long Amount,
    long Discount,
    long Paid,
    long Refunded,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string? Reason)
{
    /// <summary>Whether all seats are side by side; null for general admission.</summary>
    public bool? Together { get; init; }

    /// <summary>
    /// How often you can still get more time to pay with <c>POST /reservations/{id}/renewals</c>; 0 when there is no
    /// unpaid hold.
    /// </summary>
    public int? RenewalsLeft { get; init; }

    /// <summary>
    /// Whether these seats are offered instead of yours, which were gone when your payment arrived: accept or decline
    /// them with <c>POST /reservations/{id}/offer</c> before 'expiresAt'.
    /// </summary>
    public bool IsOffer { get; init; }

    internal static async ValueTask<ReservationBody> OfAsync(
        ReservationView view, SeatLabels labels, SalesOptions sales) =>
        Of(view, await labels.OfAsync(view.ScheduleId), sales);

    internal static ReservationBody Of(ReservationView view, PlanLabels labels, SalesOptions sales) => new(
        view.Id,
        view.ScheduleId,
        view.Status,
        view.Payment,
        [.. labels.InOrder(view.Seats, seat => seat.SeatId).Select(seat => ReservedSeatBody.Of(seat, labels))],
        sales.CodeOf(view.Currency),
        Currencies.MinorUnits(sales.CodeOf(view.Currency)),
        view.Amount,
        view.Discount,
        view.Paid,
        view.Refunded,
        view.CreatedAt,
        view.ExpiresAt,
        view.Reason)
    {
        Together = view.Together,
        RenewalsLeft = view.RenewalsLeft,
        IsOffer = view is { Status: ReservationStatus.Paying, Payment: PaymentStatus.Paid },
    };
}

/// <summary>A seat of a reservation, or an admission without a seat. Seats are in the plan's order.</summary>
/// <param name="Seat">Its <c>seat_guid</c> in the plan; null for general admission, as everything about seats.</param>
/// <param name="Block">The name of its part of the venue; null when the plan does not name it.</param>
/// <param name="Row">The number of its row.</param>
/// <param name="SeatNumber">Its number in the row.</param>
/// <param name="Label">Block, row and number as one line.</param>
/// <param name="Price">In minor units of the reservation's currency, as it was when the seat was held.</param>
public sealed record ReservedSeatBody(
    string? Seat, string? Block, string? Row, string? SeatNumber, string? Label, string Category, long Price)
{
    /// <summary>Its index in the drawing.</summary>
    public int? SeatIndex { get; init; }

    internal static ReservedSeatBody Of(ReservedSeat seat, PlanLabels labels)
    {
        var label = labels.Find(seat.SeatId);
        return new ReservedSeatBody(
            SeatIds.OrNull(seat.SeatId), label?.Block, label?.Row, label?.Number, label?.Text, seat.Category,
            seat.Price)
        {
            SeatIndex = labels.IndexOf(seat.SeatId),
        };
    }
}

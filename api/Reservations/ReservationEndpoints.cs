using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
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
                Problems.NotOnSale, Problems.UnknownSeat, Problems.UnknownCategory, Problems.KeyReused,
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

/// <summary>Either <c>seats</c>, or <c>category</c> and <c>quantity</c>.</summary>
/// <param name="Seats">1 to 8 seats by their <c>seat_guid</c>, each once. All are held, or none.</param>
/// <param name="Category">The best available seats of this category, side by side where possible.</param>
/// <param name="Quantity">How many of them, 1 to 8.</param>
/// <param name="Together">
/// With a category: whether seats that are not all side by side are refused. Without it, the answer says whether they
/// are.
/// </param>
public sealed record ReserveRequest(
    Guid ScheduleId,
    ExactText[]? Seats = null,
    string? Category = null,
    int? Quantity = null,
    bool? Together = null)
{
    internal FieldProblems Check()
    {
        var errors = new FieldProblems();
        if (Seats is not null == Category is not null || Category is not null != Quantity is not null)
            errors.Add("$", "must have either 'seats', or 'category' and 'quantity'");
        if (Seats is not null)
            SeatLists.Check(errors, Seats, Limits.SeatsPerReservation);
        errors.Require(
            Together is not true || Seats is null,
            "$.together",
            "must be left out when you name the seats: only seats that we choose can be asked for side by side");
        if (Category is not null)
            errors.RequireText("$.category", Category, Limits.MaxNameLength);
        errors.Require(
            Quantity is null or (>= 1 and <= Limits.SeatsPerReservation),
            "$.quantity",
            $"must be 1 to {Limits.SeatsPerReservation}");
        return errors;
    }

    /// <summary>Seats are sorted: the same seats in another order are the same request.</summary>
    internal ReserveSeats ToCommand(Guid userId, QueuePlace? place)
    {
        ImmutableArray<string> seats = [.. (Seats ?? []).Select(seat => seat.Value).Order(StringComparer.Ordinal)];
        return new(ScheduleId, userId, seats, Category, Quantity ?? seats.Length, Hash(seats), place, Together is true);
    }

    /// <summary>Hashes the meaning of the request, not its text; lengths keep neighbouring values apart.</summary>
    private string Hash(ImmutableArray<string> seats)
    {
        var canonical = new StringBuilder("reserve/1 ").Append(CultureInfo.InvariantCulture, $"{ScheduleId:D} ");
        if (Category is not null)
            canonical.Append(CultureInfo.InvariantCulture, $"{Quantity} of {Category.Length}:{Category}");
        if (Together is true)
            canonical.Append(" together");
        foreach (var seat in seats)
            canonical.Append(CultureInfo.InvariantCulture, $"{seat.Length}:{seat}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
    }
}

/// <summary>A reservation. Its amounts are in minor units of its currency.</summary>
/// <param name="Currency">The code of ISO 4217 in which it is paid.</param>
/// <param name="MinorUnits">
/// Digits after the decimal point of that currency: an amount of 4000 is 40.00 when this is 2.
/// </param>
/// <param name="Amount">The sum of the prices of the seats.</param>
/// <param name="Discount">What the coupon took off; 0 until it is paid.</param>
/// <param name="Paid">What was taken from your balance, also if it was given back since.</param>
/// <param name="Refunded">What was given back.</param>
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
    /// <summary>
    /// Whether all seats are side by side; null for general admission, and in lists.
    /// </summary>
    public bool? Together { get; init; }

    /// <summary>
    /// How often you can still get more time to pay with <c>POST /reservations/{id}/renewals</c>; 0 when there is no
    /// unpaid hold, null in lists.
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
    internal static ReservedSeatBody Of(ReservedSeat seat, PlanLabels labels)
    {
        var label = labels.Find(seat.SeatId);
        return new ReservedSeatBody(
            SeatIds.OrNull(seat.SeatId), label?.Block, label?.Row, label?.Number, label?.Text, seat.Category,
            seat.Price);
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Store;

namespace Ticketing.Api;

internal static class OperatorOrderEndpoints
{
    public static void MapOperatorOrders(this IEndpointRouteBuilder api)
    {
        var orders = api.MapGroup("/operator/orders").WithTags("Operator").RequireOperator();
        orders.MapGet("/", List)
            .WithSummary("Orders that have not ended, longest without progress first; stuck=true: only stuck ones")
            .Answers(Problems.InvalidRequest);
        orders.MapPost("/{id:guid}/retry", Retry)
            .WithSummary("Retry an order: repeat the step that it waits for; harmless at any time")
            .Changes()
            .Answers(Problems.NotFound);
        orders.MapPost("/{id:guid}/undo", Undo)
            .WithSummary("Give up on an order: all that was taken is given back, and the reservation ends")
            .Changes()
            .Answers(Problems.NotFound, PaymentProblems.OrderHasEnded, TicketProblems.TicketOfOrderUsed);
    }

    private static async Task<Results<Ok<PageBody<OrderUnderWayBody>>, Problem>> List(
        [AsParameters] OrderQuery query, [AsParameters] PageQuery page, UnderWayReads reads, SalesOptions sales,
        CancellationToken cancellation)
    {
        var isReadable = query.TryRead(out var idle, out var problem);
        var list = Cursor.Of($"orders {idle}");
        if (!isReadable
            || !page.TryRead(list.ReadPositionFromOldest, out var limit, out var after, out problem))
        {
            return problem;
        }

        var found = await reads.ListAsync(idle, after, limit, cancellation);
        return TypedResults.Ok(
            Pages.Of(
            found, limit, order => OrderUnderWayBody.Of(order, sales), last => list.At(last.UpdatedAt, last.Id)));
    }

    /// <summary>An order that has received no event yet has no state; its reservation announces it again.</summary>
    private static async Task<Results<NoContent, Problem>> Retry(
        Guid id, IGrainFactory grains, UnderWayReads reads, CancellationToken cancellation)
    {
        var order = grains.GetGrain<IOrderGrain>(GrainKeys.Of(id));
        var reservationId = await order.Get() is { } heard
            ? heard.ReservationId
            : (await reads.FindAsync(id, cancellation))?.ReservationId;
        if (reservationId is not { } known)
            return Problems.NotFound.Occurs();
        await order.Retry();
        await grains.GetGrain<IReservationGrain>(GrainKeys.Of(known)).Drive();
        return TypedResults.NoContent();
    }

    /// <summary>
    /// An order that is undone already stays so: a repeat gets the same answer. An order that has received no event yet
    /// gets its announcement first, so that it is undone before it takes anything.
    /// </summary>
    private static async Task<Results<Ok<OrderBody>, Problem>> Undo(
        Guid id, IGrainFactory grains, UnderWayReads reads, SalesOptions sales, TimeProvider time,
        CancellationToken cancellation)
    {
        var grain = grains.GetGrain<IOrderGrain>(GrainKeys.Of(id));
        var isUndone = await grain.Undo();
        if (await grain.Get() is null && await reads.FindUnheardAsync(id, cancellation) is { } announced)
        {
            await grain.HandleOrders(
                [new(Guid.NewGuid(), Topics.OrderProcessing, GrainKeys.Of(id), time.GetUtcNow(), null, announced)]);
            isUndone = await grain.Undo();
        }

        return await grain.Get() switch
        {
            null => Problems.NotFound.Occurs(),
            { Status: OrderStatus.Completed } when !isUndone => PaymentProblems.OrderHasEnded.Occurs(),
            { Status: OrderStatus.Processed or OrderStatus.Ticketed } when !isUndone =>
                TicketProblems.TicketOfOrderUsed.Occurs(),
            { } order => TypedResults.Ok(OrderBody.Of(order, sales)),
        };
    }
}

/// <summary>Filters of the list of orders.</summary>
/// <param name="Stuck">"true": only those without progress for long; when not given, all that have not ended.</param>
internal sealed record OrderQuery([property: FromQuery(Name = "stuck")] string? Stuck)
{
    /// <summary>False when the query is malformed; <paramref name="problem"/> then says how.</summary>
    public bool TryRead(out TimeSpan idle, out Problem problem)
    {
        var errors = new FieldProblems();
        var stuck = Stuck is null ? null : Texts.CleanCode(Stuck);
        errors.Require(stuck is null or "true" or "false", "stuck", "must be 'true' or 'false'");
        idle = stuck is "true" ? TimeSpan.FromSeconds(Limits.LostOrderSeconds) : TimeSpan.Zero;
        problem = errors.ToProblem();
        return !errors.Any;
    }
}

/// <summary>An order that has not ended.</summary>
/// <param name="Currency">A code of ISO 4217.</param>
/// <param name="Amount">Before the coupon, in minor units of the currency.</param>
/// <param name="UpdatedAt">When it made its last step.</param>
public sealed record OrderUnderWayBody(
    Guid Id,
    Guid ReservationId,
    OrderStatus Status,
    string Currency,
    long Amount,
    string? CouponCode,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    internal static OrderUnderWayBody Of(OrderUnderWay order, SalesOptions sales) => new(
        order.Id, order.ReservationId, order.Status, sales.CodeOf(order.Currency), order.Amount, order.CouponCode,
        order.CreatedAt, order.UpdatedAt);
}

/// <summary>An attempt to pay for a reservation.</summary>
/// <param name="Currency">A code of ISO 4217; amounts are in its minor units.</param>
/// <param name="Amount">Before the coupon.</param>
/// <param name="Discount">Taken off by the coupon.</param>
/// <param name="Reason">Why it failed or was undone.</param>
/// <param name="Steps">Oldest first.</param>
public sealed record OrderBody(
    Guid Id,
    Guid ReservationId,
    OrderStatus Status,
    string Currency,
    long Amount,
    long Discount,
    string? CouponCode,
    string? Reason,
    IReadOnlyList<OrderStepBody> Steps)
{
    internal static OrderBody Of(OrderView order, SalesOptions sales) => new(
        order.Id,
        order.ReservationId,
        order.Status,
        sales.CodeOf(order.Currency),
        order.Amount,
        order.Discount,
        order.CouponCode,
        order.Reason,
        [.. order.Steps.Select(step => new OrderStepBody(step.At, step.Name, step.Detail))]);
}

/// <summary>A step in the history of an order.</summary>
/// <param name="Name">The kind of step.</param>
/// <param name="Detail">The part of the order it concerns, and why; null when the name says it all.</param>
public sealed record OrderStepBody(DateTimeOffset At, string Name, string? Detail);

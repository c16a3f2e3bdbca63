using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Orders;
using Ticketing.Reads;
using Ticketing.Reservations;

namespace Ticketing.Api;

internal static class OperatorOrderEndpoints
{
    public static void MapOperatorOrders(this IEndpointRouteBuilder api)
    {
        var orders = api.MapGroup("/operator/orders").WithTags("Operator").RequireOperator();
        orders.MapGet("/", List)
            .WithSummary("Orders that have not ended, longest without a step first; stuck=true: those alone that hang")
            .Answers(Problems.InvalidRequest);
        orders.MapPost("/{id:guid}/retry", Retry)
            .WithSummary("Drive an order on: say again what should be happening now; harmless at any time")
            .Changes()
            .Answers(Problems.NotFound);
        orders.MapPost("/{id:guid}/undo", Undo)
            .WithSummary("Give up on an order: what was taken is given back, the reservation is not kept")
            .Changes()
            .Answers(Problems.NotFound, PaymentProblems.OrderHasEnded);
    }

    private static async Task<Results<Ok<PageBody<OrderUnderWayBody>>, Problem>> List(
        [AsParameters] OrderQuery query, [AsParameters] PageQuery page, UnderWayReads reads,
        CancellationToken cancellation)
    {
        if (!query.TryRead(out var idle, out var problem)
            || !page.TryRead(Cursor.ReadPositionFromOldest, out var limit, out var after, out problem))
        {
            return problem;
        }

        var found = await reads.ListAsync(idle, after, limit, cancellation);
        return TypedResults.Ok(
            Pages.Of(found, limit, OrderUnderWayBody.Of, last => Cursor.Of(last.UpdatedAt, last.Id)));
    }

    /// <summary>Of an order that nobody has heard of yet, its reservation says again that it has begun.</summary>
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

    /// <summary>What is undone already stays so: asking twice is answered as the first time.</summary>
    private static async Task<Results<Ok<OrderBody>, Problem>> Undo(Guid id, IGrainFactory grains)
    {
        var grain = grains.GetGrain<IOrderGrain>(GrainKeys.Of(id));
        var isUndone = await grain.Undo();
        return await grain.Get() switch
        {
            null => Problems.NotFound.Occurs(),
            { Status: OrderStatus.Completed } when !isUndone => PaymentProblems.OrderHasEnded.Occurs(),
            { } order => TypedResults.Ok(OrderBody.Of(order)),
        };
    }
}

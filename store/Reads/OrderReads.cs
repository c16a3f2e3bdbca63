using Dapper;
using Npgsql;
using Ticketing.Orders;

namespace Ticketing.Store;

/// <summary>Reads orders from the tables.</summary>
public sealed class OrderReads(NpgsqlDataSource database)
{
    /// <summary>The most orders of one reservation that are returned: the newest.</summary>
    public const int MaxOrders = 20;

    /// <summary>The most steps that are returned for all these orders together.</summary>
    private const int MaxSteps = 2_000;

    /// <summary>Null when there is no such reservation.</summary>
    public async Task<Timeline?> FindTimelineAsync(Guid reservationId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select user_id from reservations where id = @reservationId;

            select id, status, amount, discount, coupon_code as CouponCode, reason, currency
            from orders
            where reservation_id = @reservationId
            order by created_at desc, id desc
            limit @MaxOrders;

            select order_id as OrderId, at, name, detail
            from order_steps
            where order_id in (
                select id from orders where reservation_id = @reservationId order by created_at desc, id desc
                limit @MaxOrders)
            order by order_id, number
            limit @MaxSteps
            """,
            new { reservationId, MaxOrders, MaxSteps },
            cancellationToken: cancellation));
        var owner = await results.ReadSingleOrDefaultAsync<Guid?>();
        var orders = (await results.ReadAsync<OrderLine>()).AsList();
        var steps = (await results.ReadAsync<StepLine>()).ToLookup(step => step.OrderId);
        return owner is { } userId
            ? new Timeline(userId, [.. orders.Select(order => ToView(reservationId, order, steps[order.Id]))])
            : null;
    }

    private static OrderView ToView(Guid reservationId, OrderLine order, IEnumerable<StepLine> steps) => new(
        order.Id,
        reservationId,
        (OrderStatus)order.Status,
        order.Amount,
        order.Discount,
        order.CouponCode,
        order.Reason,
        [.. steps.Select(step => new OrderStep(step.At, step.Name, step.Detail))])
    {
        Currency = order.Currency,
    };

    private sealed record OrderLine(
        Guid Id, short Status, long Amount, long Discount, string? CouponCode, string? Reason,
        string? Currency);

    private sealed record StepLine(Guid OrderId, DateTime At, string Name, string? Detail);
}

/// <summary>The orders that have tried to pay for a reservation.</summary>
/// <param name="UserId">Whose reservation it is.</param>
/// <param name="Orders">Newest first.</param>
public sealed record Timeline(Guid UserId, IReadOnlyList<OrderView> Orders);

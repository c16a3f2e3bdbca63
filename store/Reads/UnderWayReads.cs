using Dapper;
using Npgsql;
using Ticketing.Events;
using Ticketing.Orders;

namespace Ticketing.Store;

/// <summary>
/// Lists orders in progress. They include orders without a row yet: their reservation is being paid, but their first
/// event has not been handled.
/// </summary>
public sealed class UnderWayReads(NpgsqlDataSource database, TimeProvider time)
{
    private const string UnderWay =
        """
        with under_way as (
            select id, reservation_id, status, amount, currency, coupon_code, created_at, updated_at,
                   updated_at + case when status = @offered then @offer else interval '0' end as idle_since
            from orders
            where status not in (5, 6, 9) -- as the index of these has it
            union all
            select p.order_id, r.id, cast(@processing as smallint), p.amount, r.currency, null, r.updated_at,
                   r.updated_at, r.updated_at
            from reservations r
            join payments p on p.reservation_id = r.id
            where p.status = 1 -- as the index of these has it; the hold may be over
                and p.order_id is not null
                and not exists (select from orders o where o.id = p.order_id)
        )
        select id, reservation_id as ReservationId, status, amount, currency, coupon_code as CouponCode,
               created_at as CreatedAt, updated_at as UpdatedAt
        from under_way
        """;

    /// <summary>Longest without progress first.</summary>
    /// <param name="idle">
    /// Only orders that made no progress for so long. The time in which a fan may answer an offer does not count.
    /// </param>
    public async Task<IReadOnlyList<OrderUnderWay>> ListAsync(
        TimeSpan idle, PagePosition after, int limit, CancellationToken cancellation) =>
        await QueryAsync(
            """
            where idle_since <= @until and (updated_at, id) > (@at, @id)
            order by updated_at, id
            limit @limit
            """,
            new { until = time.GetUtcNow() - idle, at = after.At, id = after.Id, limit },
            cancellation);

    /// <summary>Null when the order has ended or does not exist.</summary>
    public async Task<OrderUnderWay?> FindAsync(Guid orderId, CancellationToken cancellation) =>
        (await QueryAsync("where id = @orderId", new { orderId }, cancellation)).SingleOrDefault();

    /// <summary>
    /// The event that announces an order without a row: its reservation is being paid, but its first event has not been
    /// handled. Null for any other order.
    /// </summary>
    public async Task<OrderEvent?> FindUnheardAsync(Guid orderId, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"""
            select r.id, r.schedule_id, r.user_id, r.amount, p.coupon_code, {SeatsJson.Sql}, r.currency
            from payments p join reservations r on r.id = p.reservation_id
            where p.status = 1 and p.order_id = $1 and not exists (select from orders o where o.id = p.order_id)
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        await using var row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        return await row.ReadAsync(cancellation).ConfigureAwait(false)
            ? new OrderEvent(
                orderId, row.GetGuid(0), row.GetGuid(1), row.GetGuid(2),
                OrderIds.Lines(SeatsJson.Read(row.IsDBNull(5) ? null : row.GetString(5))), row.GetInt64(3),
                row.IsDBNull(4) ? null : row.GetString(4), Again: true)
            {
                Currency = row.IsDBNull(6) ? null : row.GetString(6),
            }
            : null;
    }

    private async Task<IReadOnlyList<OrderUnderWay>> QueryAsync(
        string which, object parameters, CancellationToken cancellation)
    {
        var all = new DynamicParameters(parameters);
        all.Add("offered", (short)OrderStatus.Offered);
        all.Add("processing", (short)OrderStatus.Processing);
        all.Add("offer", TimeSpan.FromSeconds(Limits.OfferSeconds));
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"{UnderWay}\n{which}", all, cancellationToken: cancellation));
        return [.. rows.Select(row => new OrderUnderWay(
            row.Id, row.ReservationId, (OrderStatus)row.Status, row.Amount, row.Currency, row.CouponCode, row.CreatedAt,
            row.UpdatedAt))];
    }

    private sealed record Row(
        Guid Id,
        Guid ReservationId,
        short Status,
        long Amount,
        string? Currency,
        string? CouponCode,
        DateTime CreatedAt,
        DateTime UpdatedAt);
}

/// <summary>An order in progress; amounts in minor units.</summary>
/// <param name="Currency">A code of ISO 4217; null is the installation's.</param>
/// <param name="UpdatedAt">When it last made progress.</param>
public sealed record OrderUnderWay(
    Guid Id,
    Guid ReservationId,
    OrderStatus Status,
    long Amount,
    string? Currency,
    string? CouponCode,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

using Npgsql;
using Ticketing.Coupons;
using Ticketing.Stock;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>
/// Queries of the stock and coupon grains. Only the grain that owns the rows runs them, for many rows per call. They
/// search the index once per key, and Postgres plans them for each call; see <see cref="QueueQueries"/>.
/// </summary>
internal sealed class StockQueries(NpgsqlDataSource dataSource)
{
    public async Task<StockRow?> StockAsync(StockKey key)
    {
        var found = await dataSource.ListAsync(
            "select capacity, has_seats, allocated, sold, version from stock where schedule_id = $1 and category = $2",
            row => new StockRow(
                key, row.GetInt32(0), row.GetBoolean(1), row.GetInt32(2), row.GetInt32(3), row.GetInt64(4)),
            key.ScheduleId,
            key.Category).ConfigureAwait(false);
        return found.SingleOrDefault();
    }

    public Task<IReadOnlyList<StockTakeRow>> TakesAsync(StockKey key, IReadOnlyList<Guid> takeIds) =>
        dataSource.ListPlannedAnewAsync(
            """
            select t.take_id, t.reservation_id, t.quantity, t.status, t.at, t.version
            from unnest($3) k(id) cross join lateral (
                select * from stock_takes where take_id = k.id and category = $2 limit 1) t
            where t.schedule_id = $1
            """,
            row => new StockTakeRow(
                key, row.GetGuid(0), row.GetGuid(1), row.GetInt32(2), (StockTakeStatus)row.GetInt16(3),
                row.MomentAt(4), row.GetInt64(5)),
            key.ScheduleId,
            key.Category,
            takeIds.Distinct().ToArray());

    public Task<IReadOnlyList<StockTakeRow>> UnclaimedTakesAsync(DateTimeOffset now, int limit) =>
        dataSource.ListAsync(
            """
            select t.schedule_id, t.category, t.take_id, t.quantity, t.at, t.version
            from stock_takes t
            where t.take_id = t.reservation_id and t.status = 0 and t.at <= $1
                and not exists (select from reservations r join reservation_seats rs on rs.reservation_id = r.id
                    where r.id = t.take_id and r.status in (0, 1, 2)
                        and rs.category = t.category and rs.seat_id = '')
            order by t.at, t.take_id limit $2
            """,
            row => new StockTakeRow(
                new StockKey(row.GetGuid(0), row.GetString(1)), row.GetGuid(2), row.GetGuid(2), row.GetInt32(3),
                StockTakeStatus.Allocated, row.MomentAt(4), row.GetInt64(5)),
            now.UtcDateTime.AddSeconds(-Limits.UnclaimedTakeSeconds),
            limit);

    public async Task<CouponRow?> CouponAsync(string code)
    {
        var found = await dataSource.ListAsync(
            """
            select kind, value, valid_from, valid_until, total_uses, uses_per_fan, minimum_amount, used, version,
                currency
            from coupons where code = $1
            """,
            Read,
            code).ConfigureAwait(false);
        return found.SingleOrDefault();

        CouponRow Read(NpgsqlDataReader row) => new(
            code,
            new CouponTerms(
                (CouponKind)row.GetInt16(0), row.GetInt64(1), row.MomentAt(2), row.MomentAt(3), row.GetInt32(4),
                row.GetInt32(5), row.GetInt64(6))
            {
                Currency = row.IsDBNull(9) ? null : row.GetString(9),
            },
            row.GetInt32(7),
            row.GetInt64(8));
    }

    public Task<IReadOnlyList<CouponUseRow>> UsesAsync(string code, IReadOnlyList<Guid> orderIds) =>
        dataSource.ListPlannedAnewAsync(
            """
            select u.order_id, u.user_id, u.discount, u.status, u.reason, u.at, u.version
            from unnest($2) k(id) cross join lateral (
                select * from coupon_uses where code = $1 and order_id = k.id limit 1) u
            """,
            row => new CouponUseRow(
                code, row.GetGuid(0), row.GetGuid(1), row.GetInt64(2), (CouponUseStatus)row.GetInt16(3),
                row.IsDBNull(4) ? null : row.GetString(4), row.MomentAt(5), row.GetInt64(6)),
            code,
            orderIds.Distinct().ToArray());

    public async Task<IReadOnlyDictionary<Guid, int>> CountUsesAsync(string code, IReadOnlyList<Guid> users)
    {
        var found = await dataSource.ListPlannedAnewAsync(
            """
            select k.id, u.uses from unnest($2) k(id) cross join lateral (
                select count(*)::integer as uses from coupon_uses
                where code = $1 and user_id = k.id and status = 0) u
            where u.uses > 0
            """,
            row => (UserId: row.GetGuid(0), Uses: row.GetInt32(1)),
            code,
            users.Distinct().ToArray()).ConfigureAwait(false);
        return found.ToDictionary(fan => fan.UserId, fan => fan.Uses);
    }
}

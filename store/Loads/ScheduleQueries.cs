using Npgsql;
using Ticketing.Catalog;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>Rare queries, which are not batched.</summary>
internal sealed class ScheduleQueries(NpgsqlDataSource dataSource)
{
    public async Task<SaleTerms?> SaleTermsAsync(Guid scheduleId)
    {
        const string sql = """
            select s.opens_at, s.starts_at, s.hold_seconds, s.seats_per_fan,
                (select coalesce(array_agg(c.name order by c.ordinal), '{}')
                 from schedule_categories c where c.schedule_id = s.id),
                exists (select from queues q where q.schedule_id = s.id and q.enabled),
                admission.names, admission.prices, s.doors_at, s.currency, s.renewals
            from schedules s cross join lateral (
                select coalesce(array_agg(c.name order by c.ordinal), '{}') as names,
                    coalesce(array_agg(c.price order by c.ordinal), '{}') as prices
                from schedule_categories c
                join stock k on k.schedule_id = c.schedule_id and k.category = c.name and not k.has_seats
                where c.schedule_id = s.id) admission
            where s.id = $1
            """;
        var found = await dataSource.ListAsync(sql, Read, scheduleId).ConfigureAwait(false);
        return found.SingleOrDefault();

        SaleTerms Read(NpgsqlDataReader row) => new(
            scheduleId, row.MomentAt(0), row.MomentAt(1), row.GetInt32(2), row.GetInt32(3),
            [.. row.GetFieldValue<string[]>(4)], HasQueue: row.GetBoolean(5))
        {
            Admissions =
            [
                .. row.GetFieldValue<string[]>(6)
                    .Zip(row.GetFieldValue<long[]>(7), (name, price) => new AdmissionPrice(name, price)),
            ],
            DoorsAt = row.IsDBNull(8)
                ? row.MomentAt(1).AddHours(-Limits.DoorsBeforeStartHours)
                : row.MomentAt(8),
            Currency = row.IsDBNull(9) ? null : row.GetString(9),
            Renewals = row.GetInt16(10),
        };
    }

    public Task<IReadOnlyList<ScheduleSeat>> SeatsAsync(Guid scheduleId) => dataSource.ListAsync(
        """
        select seat_id, ordinal, zone, row, block, rank, category from seats where schedule_id = $1 order by ordinal
        """,
        row => new ScheduleSeat(
            row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5),
            row.GetString(6)),
        scheduleId);

    public Task<IReadOnlyList<SeatSnapshot>> SeatSnapshotsAsync(Guid scheduleId) => dataSource.ListAsync(
        "select seat_id, status, version from seats where schedule_id = $1 order by ordinal",
        row => new SeatSnapshot(row.GetString(0), (SeatStatus)row.GetInt16(1), row.GetInt64(2)),
        scheduleId);

    public async Task<SeatCounts?> SeatCountsAsync(Guid scheduleId)
    {
        const string sql = """
            select sum(free)::integer, sum(held)::integer, sum(sold)::integer, sum(blocked)::integer from (
                select count(*) filter (where status = 0) as free, count(*) filter (where status = 1) as held,
                    count(*) filter (where status = 2) as sold, count(*) filter (where status = 3) as blocked
                from seats where schedule_id = $1 having count(*) > 0
                union all
                select capacity - allocated - sold, allocated, sold, 0
                from stock where schedule_id = $1 and not has_seats) supply
            having count(*) > 0
            """;
        var found = await dataSource.ListAsync(
            sql,
            row => new SeatCounts(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)),
            scheduleId).ConfigureAwait(false);
        return found.SingleOrDefault();
    }

    public Task<IReadOnlyList<Guid>> DueReservationsAsync(DateTimeOffset now, int limit) => dataSource.ListAsync(
        """
        select id from (
            (select id, expires_at as since from reservations
             where status = 0 and expires_at <= $1 order by expires_at limit $3)
            union all
            (select id, updated_at from reservations where status = 1 and updated_at <= $2 order by updated_at limit $3)
            union all
            (select r.id, r.updated_at from payments p join reservations r on r.id = p.reservation_id
             where p.status = 4 and r.updated_at <= $2 order by r.updated_at limit $3)
            union all
            (select r.id, r.updated_at from payments p join reservations r on r.id = p.reservation_id
             where p.status = 1 and r.status = 4 and r.updated_at <= $2 order by r.updated_at limit $3)) due
        group by id order by min(since), id limit $3
        """,
        row => row.GetGuid(0),
        now.UtcDateTime,
        now.UtcDateTime.AddSeconds(-Limits.StuckPaymentSeconds),
        limit);
}

using Npgsql;
using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>
/// Queries of the queue grains. Only the one grain of a schedule's queue runs them, for many rows per call.
/// </summary>
internal sealed class QueueQueries(NpgsqlDataSource dataSource)
{
    private const string PlaceColumns =
        "p.user_id, p.number, p.joined_at, p.status, p.until, p.extended, p.version, p.more_times, p.more_times_of";

    public async Task<QueueRecord?> QueueAsync(Guid scheduleId)
    {
        // Each row has the queue's columns and one of its places; without places there is one row.
        const string sql = $"""
            select {PlaceColumns}, q.enabled, q.max_active, q.pace_per_second, q.paused, q.draining, q.claim_seconds,
                q.active_seconds, q.pauses_when_sold_out, q.draws, q.last_number, q.admitted_through, q.waiting,
                q.served, q.abandoned, q.draw_key, q.drawn_entries, q.version, q.more_times
            from queues q left join queue_places p on p.schedule_id = q.schedule_id and p.until is not null
            where q.schedule_id = $1
            """;
        QueueRow? queue = null;
        var places = await dataSource.ListPlannedAnewAsync(sql, Read, scheduleId).ConfigureAwait(false);
        if (queue is null) return null;
        var reservations = await ReservationsAsync(scheduleId).ConfigureAwait(false);
        return new QueueRecord(queue, [.. places.OfType<PlaceRow>()], [.. reservations]);

        PlaceRow? Read(NpgsqlDataReader row)
        {
            queue ??= ReadQueue(row, scheduleId);
            return row.IsDBNull(0) ? null : ReadPlace(row, scheduleId);
        }
    }

    public Task<IReadOnlyList<PlaceRow>> PlacesAsync(Guid scheduleId, IReadOnlyList<Guid> users) =>
        PlacesAsync(scheduleId, "user_id", users.Distinct().ToArray());

    public Task<IReadOnlyList<PlaceRow>> PlacesByNumberAsync(Guid scheduleId, IReadOnlyList<long> numbers) =>
        PlacesAsync(scheduleId, "number", numbers.Distinct().ToArray());

    public Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, int limit) => dataSource.ListPlannedAnewAsync(
        """
        select q.schedule_id from queues q join schedules s on s.id = q.schedule_id
        where q.enabled and ((q.waiting > 0 and not q.paused and s.opens_at <= $1 and s.starts_at > $1)
            or exists (select from queue_places p where p.schedule_id = q.schedule_id and p.until <= $1))
        order by random() limit $2
        """,
        row => row.GetGuid(0),
        now.UtcDateTime,
        limit);

    /// <summary>Read after the places, so that it is never older than they are.</summary>
    private Task<IReadOnlyList<TurnReservation>> ReservationsAsync(Guid scheduleId) => dataSource.ListPlannedAnewAsync(
        """
        select p.user_id, p.number, r.status
        from queue_places p cross join lateral (
            select status from reservations
            where user_id = p.user_id and schedule_id = p.schedule_id and queue_number = p.number) r
        where p.schedule_id = $1 and p.until is not null
        """,
        row => new TurnReservation(row.GetGuid(0), row.GetInt64(1), (ReservationStatus)row.GetInt16(2)),
        scheduleId);

    /// <param name="column">Unique in a schedule.</param>
    private Task<IReadOnlyList<PlaceRow>> PlacesAsync<TKey>(Guid scheduleId, string column, TKey[] keys) =>
        dataSource.ListPlannedAnewAsync(
            // One index search per key. With all keys in one condition, Postgres would read the whole schedule as long
            // as the table has no statistics, that is, in the first minute of a first sale.
            $"""
            select {PlaceColumns} from unnest($2) k(key) cross join lateral (
                select * from queue_places where schedule_id = $1 and {column} = k.key limit 1) p
            """,
            row => ReadPlace(row, scheduleId),
            scheduleId,
            keys);

    private static PlaceRow ReadPlace(NpgsqlDataReader row, Guid scheduleId) => new(
        scheduleId,
        UserId: row.GetGuid(0),
        Number: row.GetInt64(1),
        JoinedAt: row.MomentAt(2),
        Status: (PlaceStatus)row.GetInt16(3),
        Until: row.IsDBNull(4) ? null : row.MomentAt(4),
        Extended: row.GetBoolean(5),
        Version: row.GetInt64(6))
    {
        // Those of another number are of an earlier place, which a process of an older release has replaced.
        MoreTimes = !row.IsDBNull(8) && row.GetInt64(8) == row.GetInt64(1)
            ? RequestIds.Read(row.GetFieldValue<byte[]>(7))
            : [],
    };

    private static QueueRow ReadQueue(NpgsqlDataReader row, Guid scheduleId) => new(
        scheduleId,
        new QueueSettings(
            Enabled: row.GetBoolean(9),
            MaxActive: row.GetInt32(10),
            PacePerSecond: row.GetInt32(11),
            Paused: row.GetBoolean(12),
            Draining: row.GetBoolean(13),
            ClaimSeconds: row.GetInt32(14),
            ActiveSeconds: row.GetInt32(15),
            PausesWhenSoldOut: row.GetBoolean(16),
            Draws: row.GetBoolean(17),
            MoreTimes: row.IsDBNull(26) ? null : row.GetInt32(26)),
        LastNumber: row.GetInt64(18),
        AdmittedThrough: row.GetInt64(19),
        Waiting: row.GetInt64(20),
        Served: row.GetInt64(21),
        Abandoned: row.GetInt64(22),
        DrawKey: [.. row.GetFieldValue<byte[]>(23)],
        DrawnEntries: row.IsDBNull(24) ? null : row.GetInt64(24),
        Version: row.GetInt64(25));
}

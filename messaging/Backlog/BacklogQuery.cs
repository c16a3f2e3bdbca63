using Npgsql;
using Ticketing.Orders;
using Ticketing.Store;

namespace Ticketing.Messaging;

/// <summary>Reads <see cref="BacklogFacts"/> in two round trips.</summary>
internal static class BacklogQuery
{
    // With many queues the planner expects these to be long statements and JIT-compiles them, which takes a second
    // each.
    private const string Uncompiled = "select set_config('jit', 'off', true)";

    // Orders in progress are counted as <see cref="UnderWayReads"/> lists them for operators.
    private static readonly string Facts = $"""
        select
            (select min(e.occurred_at) from generate_series(0, {OutboxShard.Count - 1}) s(shard) cross join lateral (
                select occurred_at from outbox where shard = s.shard order by id limit 1) e),
            (select count(*) from (select from outbox limit {BacklogFacts.CountedAtMost}) o),
            (select count(*) from (
                select from dead_letters where replayed_at is null limit {BacklogFacts.CountedAtMost}) d),
            q.waiting, q.longest, p.admitted, p.active, o.under_way, o.stuck
        from
            (select coalesce(sum(waiting), 0)::bigint as waiting, coalesce(max(waiting), 0) as longest
             from queues where enabled) q,
            (select count(*) filter (where status = 1) as admitted, count(*) filter (where status = 2) as active
             from (select status from queue_places where until is not null
                limit {BacklogFacts.CountedAtMost}) present) p,
            (select count(*) as under_way, count(*) filter (where idle_since <= $1) as stuck from (
                (select updated_at + case when status = {(int)OrderStatus.Offered} then $2 else interval '0' end
                    as idle_since
                 from orders where status not in (5, 6, 9) order by updated_at limit {BacklogFacts.CountedAtMost})
                union all
                (select r.updated_at from payments p join reservations r on r.id = p.reservation_id
                 where p.status = 1 and p.order_id is not null
                    and not exists (select from orders o where o.id = p.order_id)
                 limit {BacklogFacts.CountedAtMost})) u) o
        """;

    // Room and stock are checked only for queues in which fans wait. Seats are checked only where the stock, a few
    // rows, has some left: for a sold-out schedule every seat would be read. With "exists" the planner would instead
    // look for free seats once, in the whole table.
    private const string OpenQueues =
        """
        select q.schedule_id, q.admitted_through
        from queues q join schedules s on s.id = q.schedule_id
        where q.enabled and q.waiting > 0 and not q.paused and s.opens_at <= $1 and s.starts_at > $1
            and (select count(*) from (select from queue_places p
                 where p.schedule_id = q.schedule_id and p.until is not null limit q.max_active) present) < q.max_active
            and (not q.pauses_when_sold_out or (
                select true from stock k
                where k.schedule_id = q.schedule_id and k.allocated + k.sold < k.capacity
                    and (not k.has_seats or (
                        select true from seats t where t.schedule_id = k.schedule_id and t.status = 0
                        order by t.seat_id limit 1))
                limit 1))
        limit 5000
        """;

    /// <summary>
    /// Leaves out the open queues when only their query fails or times out: it is the most expensive one.
    /// </summary>
    public static async Task<BacklogFacts> AskAsync(
        NpgsqlDataSource database, DateTimeOffset now, int timeoutSeconds, CancellationToken cancellation)
    {
        var facts = await FactsAsync(database, now, timeoutSeconds, cancellation).ConfigureAwait(false);
        try
        {
            var open = await OpenQueuesAsync(database, now, timeoutSeconds, cancellation).ConfigureAwait(false);
            return facts with { OpenQueues = open };
        }
        catch (NpgsqlException)
        {
            return facts;
        }
    }

    private static async Task<BacklogFacts> FactsAsync(
        NpgsqlDataSource database, DateTimeOffset now, int timeoutSeconds, CancellationToken cancellation)
    {
        await using var batch = Batch(
            database, timeoutSeconds, Facts, now.UtcDateTime.AddSeconds(-Limits.LostOrderSeconds),
            TimeSpan.FromSeconds(Limits.OfferSeconds));
        await using var row = await ReadAsync(batch, cancellation).ConfigureAwait(false);
        await row.ReadAsync(cancellation).ConfigureAwait(false);
        return new BacklogFacts(
            row.IsDBNull(0) ? null : row.MomentAt(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3),
            row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), null);
    }

    private static async Task<IReadOnlyList<OpenQueue>> OpenQueuesAsync(
        NpgsqlDataSource database, DateTimeOffset now, int timeoutSeconds, CancellationToken cancellation)
    {
        await using var batch = Batch(database, timeoutSeconds, OpenQueues, now.UtcDateTime);
        await using var row = await ReadAsync(batch, cancellation).ConfigureAwait(false);
        var open = new List<OpenQueue>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
            open.Add(new OpenQueue(row.GetGuid(0), row.GetInt64(1)));
        return open;
    }

    private static NpgsqlBatch Batch(
        NpgsqlDataSource database, int timeoutSeconds, string sql, params object[] parameters)
    {
        var batch = database.CreateBatch();
        batch.Timeout = timeoutSeconds;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(DataSourceExtensions.PlanAnew));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Uncompiled));
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        batch.BatchCommands.Add(command);
        return batch;
    }

    private static async Task<NpgsqlDataReader> ReadAsync(NpgsqlBatch batch, CancellationToken cancellation)
    {
        var row = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await row.NextResultAsync(cancellation).ConfigureAwait(false);
        await row.NextResultAsync(cancellation).ConfigureAwait(false);
        return row;
    }
}

/// <summary>
/// The backlog of all schedules at one moment. Counts stop at <see cref="CountedAtMost"/>, so that counting stays cheap
/// when the backlog is large.
/// </summary>
/// <param name="OldestEventAt">When the oldest event in the outbox happened; null when the outbox is empty.</param>
/// <param name="OutboxRows">Up to the bound.</param>
/// <param name="DeadLetters">Dead letters that have not been replayed, up to the bound.</param>
/// <param name="Waiting">Waiting fans in all enabled queues.</param>
/// <param name="LongestQueue">Waiting fans in the longest queue.</param>
/// <param name="Admitted">Fans whose turn has come and who have not claimed it yet, up to the bound.</param>
/// <param name="Active">Fans who may reserve, up to the bound.</param>
/// <param name="OrdersUnderWay">Up to the bound.</param>
/// <param name="OrdersStuck">
/// Orders in progress that made no progress for <see cref="Limits.LostOrderSeconds"/>.
/// </param>
/// <param name="OpenQueues">
/// Queues with waiting fans who could be admitted at once; null when they could not be read.
/// </param>
internal sealed record BacklogFacts(
    DateTimeOffset? OldestEventAt,
    long OutboxRows,
    long DeadLetters,
    long Waiting,
    long LongestQueue,
    long Admitted,
    long Active,
    long OrdersUnderWay,
    long OrdersStuck,
    IReadOnlyList<OpenQueue>? OpenQueues)
{
    public const int CountedAtMost = 10_000;
}

/// <summary>A queue that could admit a fan: it is open, not paused, has room and seats, and fans wait.</summary>
/// <param name="AdmittedThrough">The highest turn that was admitted.</param>
internal readonly record struct OpenQueue(Guid ScheduleId, long AdmittedThrough);

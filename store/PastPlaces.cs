using Npgsql;

namespace Ticketing.Store;

/// <summary>
/// Removes the places in queues of events that began long ago. Each batch is one transaction that also writes the next
/// version of the queue's row, so its numbers stay true for audits, and a grain that still has it in memory reads it
/// again. Several processes may do it at once.
/// </summary>
public sealed class PastPlaces(NpgsqlDataSource dataSource)
{
    /// <summary>The most places of one transaction.</summary>
    public const int BatchSize = 5_000;

    private const int QueuesAtOnce = 100;

    private const string Find =
        """
        select q.schedule_id from queues q join schedules s on s.id = q.schedule_id
        where s.starts_at < $1 and exists (select from queue_places p where p.schedule_id = q.schedule_id)
        limit $2
        """;

    // Grains write the queue's row before its places; so does this, or both would wait for each other.
    private const string Lock = "select 1 from queues where schedule_id = $1 for update skip locked";

    // A fan who still waited, or was admitted, has left without a payment by now.
    private const string Remove =
        """
        with gone as (
            delete from queue_places where ctid = any (array(
                select ctid from queue_places where schedule_id = $1 limit $2)) returning status)
        update queues q set waiting = q.waiting - g.waiting, abandoned = q.abandoned + g.waiting + g.present,
            places_removed_at = coalesce(q.places_removed_at, $3), version = q.version + 1
        from (select count(*) filter (where status = 0) as waiting,
            count(*) filter (where status in (1, 2)) as present, count(*)::integer as places from gone) g
        where q.schedule_id = $1 and g.places > 0
        returning g.places
        """;

    /// <summary>Returns how many places were removed. Throws <see cref="NpgsqlException"/>.</summary>
    /// <param name="startedBefore">Places of later events stay.</param>
    public async Task<int> RemoveAsync(
        DateTimeOffset startedBefore, DateTimeOffset now, CancellationToken cancellation)
    {
        var removed = 0;
        int last;
        do
        {
            last = 0;
            foreach (var schedule in await FindAsync(startedBefore, cancellation))
                last += await RemoveAsync(schedule, now, cancellation);
            removed += last;
        }
        while (last > 0);
        return removed;
    }

    private async Task<List<Guid>> FindAsync(DateTimeOffset startedBefore, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(Find);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = startedBefore.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = QueuesAtOnce });
        var schedules = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) schedules.Add(reader.GetGuid(0));
        return schedules;
    }

    /// <summary>Removes one batch; 0 also when another process is at this queue.</summary>
    private async Task<int> RemoveAsync(Guid schedule, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var locking = new NpgsqlCommand(Lock, connection, transaction);
        locking.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = schedule });
        if (await locking.ExecuteScalarAsync(cancellation) is null) return 0;

        await using var removing = new NpgsqlCommand(Remove, connection, transaction);
        removing.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = schedule });
        removing.Parameters.Add(new NpgsqlParameter<int> { TypedValue = BatchSize });
        removing.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        var removed = await removing.ExecuteScalarAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return removed is int count ? count : 0;
    }
}

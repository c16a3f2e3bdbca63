using Npgsql;
using NpgsqlTypes;
using Ticketing.Storage;
using Ticketing.Store;

namespace Ticketing.Messaging;

/// <summary>
/// The relay's own database session. It holds the advisory locks of the shards and also does the reads and deletes, so
/// a relay that has lost its locks with the session can do neither. Throws the exceptions of Npgsql.
/// </summary>
internal sealed class RelayConnection : IAsyncDisposable
{
    // The first key of the advisory locks; the second is the shard, or 0. Other programs must not use this key in the
    // same database.
    private const int ShardLock = 1_414_087_499;
    private const int MemberLock = ShardLock + 1;

    // An index scan is the right plan at any size of the table, and the size changes by the minute.
    private const string SessionOptions =
        "-c synchronous_commit=off -c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off "
        + "-c enable_mergejoin=off -c jit=off";

    private const string ReadSql =
        """
        select o.shard, o.id, o.event_id, o.topic, o.key, o.payload, o.traceparent, o.occurred_at, o.only_group
        from unnest($1, $2) s (shard, floor)
        cross join lateral (
            select * from outbox
            where shard = s.shard and id > s.floor and id not in (select unnest($3))
            order by id limit $4) o
        limit $4
        """;

    private const string RunningSql =
        "select pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint from pg_current_snapshot() s";

    private const string DeleteSql =
        """
        delete from outbox o using unnest($1, $2) done (shard, id) where o.shard = done.shard and o.id = done.id
        """;

    private readonly NpgsqlDataSource source;
    private readonly NpgsqlConnection connection;

    private RelayConnection(NpgsqlDataSource source) =>
        (this.source, connection) = (source, source.CreateConnection());

    /// <summary>Opens the session and registers it as a relay.</summary>
    public static async Task<RelayConnection> OpenAsync(StoreOptions options, CancellationToken stopping)
    {
        var silence = $"-c idle_session_timeout={RelayLimits.SilenceSeconds}s";
        var opened = new RelayConnection(StoreDataSource.CreateFor("relay", options, relay =>
        {
            relay.Pooling = false;
            relay.Options = $"{relay.Options} {SessionOptions} {silence}".Trim();
        }));
        try
        {
            await opened.connection.OpenAsync(stopping);
            await using var join = opened.Command($"select pg_advisory_lock_shared({MemberLock}, 0)");
            await join.ExecuteNonQueryAsync(stopping);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>The number of relays, including this one.</summary>
    public async Task<int> CountMembersAsync()
    {
        await using var count = Command(
            $"""
            select count(*)::int from pg_locks
            where locktype = 'advisory' and classid = {MemberLock} and objid = 0 and objsubid = 2 and granted
                and database = (select oid from pg_database where datname = current_database())
            """);
        return (int)(await count.ExecuteScalarAsync())!;
    }

    /// <summary>Tries to lock the given shards and returns those it got, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<short>> TryLockAsync(IEnumerable<short> shards, int limit)
    {
        await using var command = Command(
            $"select s::smallint from unnest($1) s where pg_try_advisory_lock({ShardLock}, s) limit $2",
            Array(NpgsqlDbType.Integer, shards.Select(shard => (int)shard)),
            new NpgsqlParameter<int> { TypedValue = limit });
        var locked = new List<short>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync()) locked.Add(row.GetInt16(0));
        return locked;
    }

    public async Task UnlockAsync(IEnumerable<short> shards)
    {
        await using var command = Command(
            $"select pg_advisory_unlock({ShardLock}, s) from unnest($1) s",
            Array(NpgsqlDbType.Integer, shards.Select(shard => (int)shard)));
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Deletes the finished rows and reads rows that are not in flight, lowest ids of each shard first, in one round
    /// trip.
    /// </summary>
    /// <param name="floors">For each shard, the id above which to read.</param>
    /// <param name="isTold">Whether to return which transactions had ended before the read.</param>
    public async Task<(IReadOnlyList<OutboxRow> Rows, RunningTransactions? Running)> ExchangeAsync(
        IReadOnlyCollection<(short Shard, long Id)> done, IReadOnlyCollection<(short Shard, long Floor)> floors,
        IEnumerable<long> underWay, int limit, bool isTold)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (done.Count > 0)
            Add(batch, DeleteSql,
                Array(NpgsqlDbType.Smallint, done.Select(row => row.Shard)),
                Array(NpgsqlDbType.Bigint, done.Select(row => row.Id)));
        if (limit > 0 && floors.Count > 0)
        {
            // Before the read, so that the read sees every transaction that the answer says has ended.
            if (isTold) Add(batch, RunningSql);
            Add(batch, ReadSql,
                Array(NpgsqlDbType.Smallint, floors.Select(shard => shard.Shard)),
                Array(NpgsqlDbType.Bigint, floors.Select(shard => shard.Floor)),
                Array(NpgsqlDbType.Bigint, underWay),
                new NpgsqlParameter<int> { TypedValue = limit });
        }

        var rows = new List<OutboxRow>();
        RunningTransactions? running = null;
        if (batch.BatchCommands.Count == 0) return (rows, running);
        await using var row = await batch.ExecuteReaderAsync();
        do
            while (await row.ReadAsync())
                if (row.FieldCount == 2) running = new RunningTransactions(row.GetInt64(0), row.GetInt64(1));
                else rows.Add(Read(row));
        while (await row.NextResultAsync());
        return (rows, running);
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await source.DisposeAsync();
    }

    private static OutboxRow Read(NpgsqlDataReader row) => new(
        row.GetInt64(1), row.GetInt16(0),
        new OutboxEvent(
            row.GetGuid(2), row.GetString(3), row.GetString(4), row.GetString(5),
            row.IsDBNull(6) ? null : row.GetString(6), row.MomentAt(7)),
        row.IsDBNull(8) ? null : row.GetString(8));

    private static NpgsqlParameter Array<T>(NpgsqlDbType type, IEnumerable<T> values) =>
        new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = [.. values] };

    private static void Add(NpgsqlBatch batch, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
    }

    private NpgsqlCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }
}

/// <summary>A row of the outbox.</summary>
/// <param name="Id">Of two rows of one key, the lower was committed first.</param>
/// <param name="OnlyGroup">The only consumer group that gets the event; null for all groups.</param>
public sealed record OutboxRow(long Id, short Shard, OutboxEvent Event, string? OnlyGroup);

/// <summary>The database's transactions at the time of a poll.</summary>
/// <param name="Oldest">Every transaction with a lower id had ended, so its rows were visible to the poll.</param>
/// <param name="Next">No transaction with this or a higher id had written anything.</param>
internal readonly record struct RunningTransactions(long Oldest, long Next);

using Dapper;
using Npgsql;
using Ticketing.Storage;
using Ticketing.Store;

namespace Ticketing.Messaging;

/// <summary>
/// The dead letters, in Postgres. A replayed letter is kept but hidden, so that its attempts are still known if the
/// event fails again.
/// </summary>
public sealed class DeadLetters(NpgsqlDataSource database, OutboxSignal signal, TimeProvider time) : IDeadLetters
{
    /// <summary>The most attempts that are kept of one letter; the oldest are dropped.</summary>
    public const int MaxAttempts = 100;

    private const int ReplayBatch = 1_000;

    // A name that cannot be stored as text has no letters.
    private static readonly Task<IReadOnlyList<DeadLetter>> NoLetters = Task.FromResult<IReadOnlyList<DeadLetter>>([]);

    private const string Columns =
        "event_id, group_name, topic, key, payload, traceparent, occurred_at, error, attempts, dead_at";

    private const string Read =
        "event_id as EventId, group_name as GroupName, topic, key, payload, traceparent, occurred_at as OccurredAt, "
        + "error, attempts, dead_at as DeadAt";

    // A caller that does not know whether its letter was written writes it again, so identical attempts are stored
    // once. Times are written in one format, so they can be sorted as text.
    private const string PutSql =
        $"""
        insert into dead_letters as old ({Columns})
        values (@EventId, @Group, @Topic, @Key, @Payload, @TraceParent, @OccurredAt, @Error, @Attempts, @DeadAt)
        on conflict (event_id, group_name) do update
        set error = excluded.error, dead_at = excluded.dead_at, replayed_at = null, attempts = (
            select json_agg(attempt order by attempt ->> 'at' collate "C")::text
            from (
                select attempt from (
                    select distinct jsonb_array_elements(old.attempts::jsonb || excluded.attempts::jsonb) as attempt) a
                order by attempt ->> 'at' collate "C" desc limit @MaxAttempts) latest)
        """;

    private const string ReplaySql =
        """
        with letter as (
            update dead_letters d set replayed_at = @Now
            from unnest(@Events, @Groups, @Shards) l (event_id, group_name, shard)
            where d.event_id = l.event_id and d.group_name = l.group_name and d.replayed_at is null
            returning l.shard, d.*)
        insert into outbox (shard, event_id, topic, key, payload, traceparent, occurred_at, only_group)
        select shard, event_id, topic, key, payload, traceparent, occurred_at, group_name
        from letter order by occurred_at, dead_at
        """;

    public Task PutAsync(DeadLetter letter, CancellationToken stopping)
    {
        var (received, group, error, attempts, deadAt) = letter;
        return AskAsync(connection => connection.ExecuteAsync(Command(
            PutSql,
            new
            {
                received.EventId,
                Group = group,
                Topic = StorableText.Of(received.Topic),
                Key = StorableText.Of(received.Key),
                Payload = StorableText.Of(received.Payload),
                TraceParent = received.TraceParent is { } parent ? StorableText.Of(parent) : null,
                OccurredAt = received.OccurredAt.UtcDateTime,
                Error = StorableText.Of(error),
                Attempts = AttemptsJson.Write(attempts.TakeLast(MaxAttempts).Select(attempt =>
                    new FailedAttempt(attempt.At.ToUniversalTime(), StorableText.Of(attempt.Error)))),
                DeadAt = deadAt.UtcDateTime,
                MaxAttempts,
            },
            stopping)), stopping);
    }

    public Task<IReadOnlyList<DeadLetter>> ListAsync(
        string? topic, string? group, DeadLetterPosition? after, int limit, CancellationToken cancellation) =>
        !StorableText.Is(topic ?? "") || !StorableText.Is(group ?? "") ? NoLetters : ReadAsync(
            """
            (@Topic::text is null or topic = @Topic) and (@Group::text is null or group_name = @Group)
                and (@DeadAt::timestamptz is null or dead_at < @DeadAt
                    or (dead_at = @DeadAt and (event_id, group_name) > (@EventId, @After)))
            order by dead_at desc, event_id, group_name limit @Limit
            """,
            new
            {
                Topic = topic,
                Group = group,
                DeadAt = after?.DeadAt.UtcDateTime,
                after?.EventId,
                After = after?.Group,
                Limit = limit,
            },
            cancellation);

    public async Task<DeadLetter?> FindAsync(Guid eventId, string group, CancellationToken cancellation)
    {
        if (!StorableText.Is(group)) return null;
        var found = await ReadAsync(
            "event_id = @EventId and group_name = @Group", new { EventId = eventId, Group = group }, cancellation);
        return found.SingleOrDefault();
    }

    public async Task<bool> ReplayAsync(Guid eventId, string group, CancellationToken cancellation) =>
        await FindAsync(eventId, group, cancellation) is { } letter && await ReplayAsync([letter], cancellation) == 1;

    public async Task<int> ReplayAllAsync(string topic, string? group, CancellationToken cancellation)
    {
        // Letters that fail again during the replay are not replayed a second time.
        var until = time.GetUtcNow();
        var replayed = 0;
        while (true)
        {
            var letters = await ReadAsync(
                """
                topic = @Topic and (@Group::text is null or group_name = @Group) and dead_at <= @Until
                order by occurred_at, dead_at limit @Limit
                """,
                new { Topic = topic, Group = group, Until = until.UtcDateTime, Limit = ReplayBatch },
                cancellation);
            replayed += await ReplayAsync(letters, cancellation);
            if (letters.Count < ReplayBatch) return replayed;
        }
    }

    public async Task<bool> DiscardAsync(Guid eventId, string group, CancellationToken cancellation) =>
        StorableText.Is(group) && await AskAsync(connection => connection.ExecuteAsync(Command(
            "delete from dead_letters where event_id = @EventId and group_name = @Group and replayed_at is null",
            new { EventId = eventId, Group = group }, cancellation)), cancellation) == 1;

    private async Task<int> ReplayAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancellation)
    {
        var replayed = await AskAsync(connection => connection.ExecuteAsync(Command(
            ReplaySql,
            new
            {
                Now = time.GetUtcNow().UtcDateTime,
                Events = letters.Select(letter => letter.Event.EventId).ToArray(),
                Groups = letters.Select(letter => letter.Group).ToArray(),
                Shards = letters.Select(letter => OutboxShard.Of(letter.Event.Key)).ToArray(),
            },
            cancellation)), cancellation);
        if (replayed > 0) signal.Raise();
        return replayed;
    }

    private async Task<IReadOnlyList<DeadLetter>> ReadAsync(
        string where, object parameters, CancellationToken cancellation)
    {
        var sql = $"select {Read} from dead_letters where replayed_at is null and {where}";
        var rows = await AskAsync(
            connection => connection.QueryAsync<DeadLetterRow>(Command(sql, parameters, cancellation)), cancellation);
        return [.. rows.Select(row => row.ToLetter())];
    }

    private static CommandDefinition Command(string sql, object parameters, CancellationToken cancellation) =>
        new(sql, parameters, cancellationToken: cancellation);

    private async Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            return await ask(connection);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            throw new StoreUnavailableException($"The dead letters cannot be reached: {fault.Message}", fault);
        }
    }
}

using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Orders;

namespace Ticketing.Store;

/// <summary>
/// Rebuilds the read model from the tables while the system runs. Until it is done, lists come from the tables, also
/// after a rebuild that was interrupted; the next one repairs that. Rows that events write meanwhile and rows that the
/// rebuild fills in are merged by version, in any order. For tickets and stock the tables show what exists and what has
/// failed, but not what was part of a sale that was cancelled since.
/// </summary>
public sealed class ReadModelRebuild(IOptions<StoreOptions> options, TimeProvider time)
{
    private const int PageSize = 2_000;
    private const int EmptyAttempts = 20;
    private const long LockKey = 0x7469_636B_7265_6164; // "tickread"

    // Commits wait behind a session that waits for this lock, so it must not wait long.
    private const string Empty = """
        set local lock_timeout = '200ms';
        insert into read_model_rebuild (started_at) values (now())
            on conflict (only_one) do update set started_at = now();
        truncate reservation_details
        """;

    // Only the end must be durable, which makes everything before it durable, too. Every page is a walk along keys;
    // without statistics, Postgres would scan whole tables for each.
    private const string FillSettings = """
        set synchronous_commit = off;
        set enable_seqscan = off;
        set enable_bitmapscan = off;
        set enable_hashjoin = off;
        set enable_mergejoin = off
        """;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(2);

    // The literals are values of TicketStatus and StockStatus.
    private const string Tickets = $"""
        select case when bool_or(not t.is_cancelled) then 0 else 1 end as status, max(t.version) as version
        from tickets t where t.reservation_id = r.id
        having bool_or(not t.is_cancelled) or (count(*) > 0 and r.reason = '{OrderReasons.TicketsFailed}')
        """;

    private const string Stock = $"""
        select case when bool_or(t.status = 1) then 0 else 1 end as status, max(t.version) as version
        from stock_takes t where t.take_id in (r.id, p.order_id)
        having bool_or(t.status = 1) or (count(*) > 0 and r.reason = '{OrderReasons.TicketsFailed}')
        """;

    // In the order of the key, like commits, so that they lock rows in the same order.
    private static readonly string FillPage = $"""
        with page as (select id from reservations where id > $1 order by id limit {PageSize}),
        filled as (
            insert into reservation_details as t (reservation_id, schedule_id, user_id, status, seats, amount,
                created_at, expires_at, reason, reservation_version, payment_status, charged, payment_version,
                ticket_status, ticket_version, stock_status, stock_version)
            select r.id, r.schedule_id, r.user_id, r.status, {SeatsJson.Sql}, r.amount, r.created_at, r.expires_at,
                r.reason, r.version, p.status, p.charged, p.version, ticket.status, coalesce(ticket.version, 0),
                stock.status, coalesce(stock.version, 0)
            from page join reservations r on r.id = page.id join payments p on p.reservation_id = r.id
            left join lateral ({Tickets}) ticket on true
            left join lateral ({Stock}) stock on true
            order by r.id
            {FacetSql.KeepNewest})
        select count(*), (select id from page order by id desc limit 1) from page
        """;

    /// <param name="tell">Receives a progress line about every two seconds, and one at the end.</param>
    /// <param name="cancellation">Interrupts the rebuild.</param>
    /// <returns>The number of reservations.</returns>
    /// <remarks>
    /// Throws <see cref="InvalidOperationException"/> when another process is rebuilding the read model.
    /// </remarks>
    public async Task<long> RunAsync(Action<string> tell, CancellationToken cancellation)
    {
        // A separate connection, because the session keeps a lock and settings.
        await using var source = StoreDataSource.CreateFor("rebuild", options.Value, rebuild =>
        {
            rebuild.Pooling = false;
            rebuild.MaxAutoPrepare = 0; // no kept plan: the tables grow meanwhile
        });
        await using var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        if (!await ScalarAsync<bool>(connection, $"select pg_try_advisory_lock({LockKey})", cancellation))
            throw new InvalidOperationException("another process is rebuilding the read model.");
        await EmptyAsync(connection, cancellation).ConfigureAwait(false);
        var count = await FillAsync(connection, tell, cancellation).ConfigureAwait(false);
        await ExecuteAsync(connection, "delete from read_model_rebuild", cancellation).ConfigureAwait(false);
        return count;
    }

    /// <summary>
    /// Marks the model as incomplete in the transaction that empties it, so that no reader takes an empty model for
    /// complete.
    /// </summary>
    private async Task EmptyAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellation)
                    .ConfigureAwait(false);
                await ExecuteAsync(connection, Empty, cancellation).ConfigureAwait(false);
                await transaction.CommitAsync(cancellation).ConfigureAwait(false);
                return;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                if (attempt == EmptyAttempts)
                    throw new InvalidOperationException(
                        "another session kept reading the read model (a backup?); try again later.", busy);
                await Task.Delay(BetweenAttempts, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<long> FillAsync(NpgsqlConnection connection, Action<string> tell, CancellationToken cancellation)
    {
        await ExecuteAsync(connection, FillSettings, cancellation).ConfigureAwait(false);
        var about = await ScalarAsync<long>(
            connection,
            "select greatest(reltuples, 0)::bigint from pg_class where oid = 'reservations'::regclass",
            cancellation).ConfigureAwait(false);
        var startedAt = time.GetTimestamp();
        var toldAt = startedAt;
        var (count, last) = (0L, Guid.Empty);
        while (true)
        {
            var (filled, to) = await FillPageAsync(connection, last, cancellation).ConfigureAwait(false);
            count += filled;
            if (filled < PageSize)
                break;
            last = to;
            if (time.GetElapsedTime(toldAt) < ProgressEvery)
                continue;
            toldAt = time.GetTimestamp();
            tell($"{count:N0} of about {Math.Max(about, count):N0} reservations, {Rate():N0}/s");
        }

        await ExecuteAsync(connection, "set synchronous_commit = on", cancellation).ConfigureAwait(false);
        var seconds = time.GetElapsedTime(startedAt).TotalSeconds;
        tell($"The read model is whole: {count:N0} reservations in {seconds:0.0} s, {Rate():N0}/s.");
        return count;

        double Rate() => count / Math.Max(0.001, time.GetElapsedTime(startedAt).TotalSeconds);
    }

    private static async Task<(long Count, Guid Last)> FillPageAsync(
        NpgsqlConnection connection, Guid after, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(FillPage, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after });
        await using var row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await row.ReadAsync(cancellation).ConfigureAwait(false);
        var count = row.GetInt64(0);
        return (count, count == 0 ? after : row.GetGuid(1));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<T> ScalarAsync<T>(
        NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }
}

using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Stock;
using Ticketing.Storage;
using Ticketing.Store;

namespace Ticketing.Tests.Support;

/// <summary>A database of a test, with helpers beside the store.</summary>
/// <param name="giveBack">Called in the end, when no store of the test is open any more.</param>
public sealed class PostgresDatabase(string connectionString, Func<PostgresDatabase, Task> giveBack) : IAsyncDisposable
{
    private const string SeedStock = """
        insert into stock (schedule_id, category, capacity, has_seats)
        select c.schedule_id, c.name, count(s.seat_id), true
        from schedule_categories c left join seats s on s.schedule_id = c.schedule_id and s.category = c.name
        where c.schedule_id = $1 group by c.schedule_id, c.name
        """;

    private readonly List<IAsyncDisposable> opened = [];
    private readonly NpgsqlDataSource plain = NpgsqlDataSource.Create(connectionString);

    public string ConnectionString => connectionString;

    /// <summary>
    /// Migrates the schema, and adds a journal of all events for the checks, because events do not stay in the outbox.
    /// </summary>
    public static async Task MigrateAsync(string connectionString)
    {
        await using var dataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        await new Migrations(dataSource, NullLogger<Migrations>.Instance).ApplyAsync();
        await using var journal = dataSource.CreateCommand(
            """
            create table if not exists outbox_journal (id bigint, key text, topic text);
            create or replace function keep_outbox() returns trigger language plpgsql as $$
            begin
                insert into outbox_journal select id, key, topic from added where only_group is null;
                return null;
            end $$;
            create or replace trigger keep_outbox after insert on outbox
                referencing new table as added for each statement execute function keep_outbox();
            """);
        await journal.ExecuteNonQueryAsync();
    }

    /// <summary>Applies these migrations, those that were not applied before.</summary>
    public async Task ApplyAsync(IReadOnlyList<Migration> migrations)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await new Migrations(dataSource, NullLogger<Migrations>.Instance).ApplyAsync(migrations);
    }

    /// <summary>Opens a store as a process does, with a data source of its own.</summary>
    public PostgresTicketStore OpenStore(Func<StoreOptions, StoreOptions>? change = null)
    {
        var options = new StoreOptions { ConnectionString = connectionString, PoolSize = 8 };
        options = change?.Invoke(options) ?? options;
        var dataSource = StoreDataSource.Create(options);
        var store = new PostgresTicketStore(
            dataSource, Options.Create(options), new StoreMeters(), TimeProvider.System,
            NullLogger<PostgresTicketStore>.Instance);
        opened.Add(dataSource);
        opened.Add(store);
        return store;
    }

    /// <param name="queue">None when not given.</param>
    public async Task SeedAsync(SaleTerms terms, IEnumerable<SeededSeat> seats, QueueSettings? queue = null)
    {
        await using var connection = await plain.OpenConnectionAsync();
        var concertId = Guid.CreateVersion7();
        await ExecuteAsync("insert into concerts values ($1, 'Concert', 'Hall', '', now())", concertId);
        await ExecuteAsync(
            "insert into schedules values ($1, $2, $3, $4, $5, $6, 0, '{}', now())",
            terms.ScheduleId, concertId, terms.StartsAt.UtcDateTime, terms.OpensAt.UtcDateTime, terms.HoldSeconds,
            terms.SeatsPerFan);
        if (terms.Currency is { } currency)
            await ExecuteAsync("update schedules set currency = $2 where id = $1", terms.ScheduleId, currency);
        await SeedAsync(terms.ScheduleId, queue ?? QueueSettings.Off);
        foreach (var (name, ordinal) in terms.Categories.Select((name, index) => (name, index)))
            await ExecuteAsync(
                "insert into schedule_categories values ($1, $2, $3, null, 0)", terms.ScheduleId, ordinal, name);

        await using var copy = await connection.BeginBinaryImportAsync(
            """
            copy seats (schedule_id, seat_id, ordinal, zone, row, block, rank, category, price)
            from stdin (format binary)
            """);
        foreach (var (place, price) in seats)
            await copy.WriteRowAsync(
                default, terms.ScheduleId, place.SeatId, place.Ordinal, place.Zone, place.Row, place.Block, place.Rank,
                place.Category, price);
        await copy.CompleteAsync();
        await copy.DisposeAsync();
        if (await ScalarAsync<bool>("select to_regclass('stock') is not null")) // absent from older schemas
            await ExecuteAsync(SeedStock, terms.ScheduleId);
    }

    /// <summary>Adds general admission to a schedule that was seeded before.</summary>
    /// <param name="price">In points.</param>
    public async Task SeedAdmissionAsync(StockKey key, int capacity, long price)
    {
        await ExecuteAsync(
            "insert into schedule_categories select $1, count(*), $2, null, $3 from schedule_categories "
            + "where schedule_id = $1",
            key.ScheduleId, key.Category, price);
        await ExecuteAsync("insert into stock values ($1, $2, $3, false)", key.ScheduleId, key.Category, capacity);
    }

    /// <summary>The outbox, in the order in which a relay reads it.</summary>
    public async Task<IReadOnlyList<OutboxEvent>> EventsAsync()
    {
        await using var command = plain.CreateCommand(
            "select event_id, topic, key, payload, traceparent, occurred_at from outbox order by id");
        await using var row = await command.ExecuteReaderAsync();
        var events = new List<OutboxEvent>();
        while (await row.ReadAsync())
            events.Add(new OutboxEvent(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3),
                row.IsDBNull(4) ? null : row.GetString(4), row.GetFieldValue<DateTimeOffset>(5)));
        return events;
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Deletes every row that no migration has written.</summary>
    public Task DeleteAllAsync() => ExecuteAsync(
        """
        do $$ declare name text; begin
            set local session_replication_role = replica; -- foreign keys ask for no order then
            for name in select tablename from pg_tables
                where schemaname = 'public' and tablename not in ('schema_migrations', 'orleansquery')
            loop
                execute format('delete from %I', name);
            end loop;
        end $$
        """);

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(opened)) // stores before their data sources
            await one.DisposeAsync();
        await giveBack(this);
        await plain.DisposeAsync();
    }

    private Task SeedAsync(Guid scheduleId, QueueSettings queue) => ExecuteAsync(
        """
        insert into queues (schedule_id, enabled, max_active, pace_per_second, paused, draining, claim_seconds,
            active_seconds, pauses_when_sold_out, draws, draw_key, most_active)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $3)
        on conflict (schedule_id) do update set enabled = $2, max_active = $3, pace_per_second = $4, paused = $5,
            draining = $6, claim_seconds = $7, active_seconds = $8, pauses_when_sold_out = $9, draws = $10,
            draw_key = $11, most_active = $3
        """,
        scheduleId, queue.Enabled, queue.MaxActive, queue.PacePerSecond, queue.Paused, queue.Draining,
        queue.ClaimSeconds, queue.ActiveSeconds, queue.PausesWhenSoldOut, queue.Draws,
        queue.Draws ? RandomNumberGenerator.GetBytes(Limits.DrawKeyBytes) : []);

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = plain.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }
}

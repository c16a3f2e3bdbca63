using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;
using Ticketing.Catalog;
using Ticketing.Queues;

namespace Ticketing.Store;

/// <summary>
/// Writes a schedule with its categories, stock, seats and queue: all of it in one transaction, or nothing.
/// </summary>
internal sealed class ScheduleImport(NpgsqlDataSource dataSource, SalesOptions defaults)
{
    private const string InsertSchedule = """
        insert into schedules (id, concert_id, starts_at, opens_at, hold_seconds, seats_per_fan, seat_count, plan,
            created_at, doors_at, front_x, front_y, front_source, front_name, time_zone, currency, renewals)
        select $1, c.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
        from concerts c where c.id = $2
        on conflict (id) do nothing
        """;

    private const string InsertCategory =
        "insert into schedule_categories (schedule_id, ordinal, name, color, price) values ($1, $2, $3, $4, $5)";

    private const string InsertStock =
        "insert into stock (schedule_id, category, capacity, has_seats) values ($1, $2, $3, $4)";

    private const string InsertQueue = """
        insert into queues (schedule_id, enabled, max_active, pace_per_second, paused, draining, claim_seconds,
            active_seconds, pauses_when_sold_out, draws, draw_key, most_active, more_times, most_more_times)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $3, $12, $12)
        """;

    private const string CopySeats = """
        copy seats (schedule_id, seat_id, ordinal, zone, row, block, rank, category, price) from stdin (format binary)
        """;

    /// <returns>False when there is no such concert, or when the schedule's id exists already.</returns>
    public async Task<bool> WriteAsync(
        Guid id, NewSchedule schedule, SeatingPlan plan, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (!await WriteScheduleAsync(connection, id, schedule, plan, now, cancellation))
            return false;
        await WriteCategoriesAsync(connection, id, schedule, plan, cancellation);
        await WriteStockAsync(connection, id, schedule, plan, cancellation);
        await WriteQueueAsync(connection, id, schedule.Queue, cancellation);
        await WriteSeatsAsync(connection, id, schedule, plan, cancellation);
        return await CatalogFaults.WriteAsync(async () =>
        {
            await transaction.CommitAsync(cancellation);
            return true;
        });
    }

    private async Task<bool> WriteScheduleAsync(
        NpgsqlConnection connection, Guid id, NewSchedule schedule, SeatingPlan plan, DateTimeOffset now,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(InsertSchedule, connection)
        {
            Parameters =
            {
                new() { Value = id },
                new() { Value = schedule.ConcertId },
                new() { Value = schedule.StartsAt.UtcDateTime },
                new() { Value = schedule.Settings.OpensAt.UtcDateTime },
                new() { Value = schedule.Settings.HoldSeconds },
                new() { Value = schedule.Settings.SeatsPerFan },
                new() { Value = plan.SeatCount },
                new() { Value = schedule.PlanText },
                new() { Value = now.UtcDateTime },
                Optional(schedule.DoorsAt?.UtcDateTime, NpgsqlDbType.TimestampTz),
                Optional(plan.Front?.At.X, NpgsqlDbType.Double),
                Optional(plan.Front?.At.Y, NpgsqlDbType.Double),
                Optional((short?)plan.Front?.Source, NpgsqlDbType.Smallint),
                Optional(plan.Front?.Name, NpgsqlDbType.Text),
                Optional(schedule.Settings.TimeZone, NpgsqlDbType.Text),
                Optional(defaults.Stored(schedule.Currency), NpgsqlDbType.Text),
                new() { Value = (short)schedule.Settings.Renewals },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    private static async Task WriteCategoriesAsync(
        NpgsqlConnection connection, Guid id, NewSchedule schedule, SeatingPlan plan, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (ordinal, category) in plan.Categories.Index())
            batch.BatchCommands.Add(Category(
                id, ordinal, category.Name, category.Color, schedule.Prices[category.Name]));
        foreach (var (at, admission) in schedule.Admissions.Index())
            batch.BatchCommands.Add(Category(
                id, plan.Categories.Length + at, admission.Category, color: null, admission.Price));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Category(Guid id, int ordinal, string name, string? color, long price) =>
        new(InsertCategory)
        {
            Parameters =
            {
                new() { Value = id },
                new() { Value = ordinal },
                new() { Value = name },
                Optional(color, NpgsqlDbType.Text),
                new() { Value = price },
            },
        };

    private static NpgsqlParameter Optional(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private static async Task WriteStockAsync(
        NpgsqlConnection connection, Guid id, NewSchedule schedule, SeatingPlan plan, CancellationToken cancellation)
    {
        var seats = ScheduleSeats.Of(plan).CountBy(seat => seat.Category).ToDictionary();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var category in plan.Categories)
            batch.BatchCommands.Add(Stock(id, category.Name, seats.GetValueOrDefault(category.Name), hasSeats: true));
        foreach (var admission in schedule.Admissions)
            batch.BatchCommands.Add(Stock(id, admission.Category, admission.Capacity, hasSeats: false));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Stock(Guid id, string category, int capacity, bool hasSeats) => new(InsertStock)
    {
        Parameters =
        {
            new() { Value = id },
            new() { Value = category },
            new() { Value = capacity },
            new() { Value = hasSeats },
        },
    };

    private static async Task WriteQueueAsync(
        NpgsqlConnection connection, Guid id, QueueSettings queue, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(InsertQueue, connection)
        {
            Parameters =
            {
                new() { Value = id },
                new() { Value = queue.Enabled },
                new() { Value = queue.MaxActive },
                new() { Value = queue.PacePerSecond },
                new() { Value = queue.Paused },
                new() { Value = queue.Draining },
                new() { Value = queue.ClaimSeconds },
                new() { Value = queue.ActiveSeconds },
                new() { Value = queue.PausesWhenSoldOut },
                new() { Value = queue.Draws },
                new() { Value = queue.Draws ? RandomNumberGenerator.GetBytes(Limits.DrawKeyBytes) : [] },
                Optional(queue.MoreTimes, NpgsqlDbType.Integer),
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task WriteSeatsAsync(
        NpgsqlConnection connection, Guid id, NewSchedule schedule, SeatingPlan plan, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync(CopySeats, cancellation);
        foreach (var seat in ScheduleSeats.Of(plan))
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(id, cancellation);
            await copy.WriteAsync(seat.SeatId, cancellation);
            await copy.WriteAsync(seat.Ordinal, cancellation);
            await copy.WriteAsync(seat.Zone, cancellation);
            await copy.WriteAsync(seat.Row, cancellation);
            await copy.WriteAsync(seat.Block, cancellation);
            await copy.WriteAsync(seat.Rank, cancellation);
            await copy.WriteAsync(seat.Category, cancellation);
            await copy.WriteAsync(schedule.Prices[seat.Category], cancellation);
        }
        await copy.CompleteAsync(cancellation);
    }
}

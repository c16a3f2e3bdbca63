using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ticketing.Store;

namespace Ticketing.Bench.Contention;

/// <summary>The classical service: one transaction for each try, which locks the seat's row first.</summary>
internal sealed class RowLockSeller : ISeller
{
    private readonly NpgsqlDataSource dataSource;

    private RowLockSeller(NpgsqlDataSource dataSource)
    {
        this.dataSource = dataSource;
        Seats = BenchHouse.In(dataSource);
    }

    public string Name => "row lock";

    public SeatSupply Seats { get; }

    public static async Task<RowLockSeller> StartAsync(string connectionString)
    {
        // 64 connections: measured best of 16, 32, 64 and 128 on 2 cores.
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = 64,
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 2,
        };
        await using (var migrating = NpgsqlDataSource.Create(connectionString))
            await new Migrations(migrating, NullLogger<Migrations>.Instance).ApplyAsync();
        return new RowLockSeller(NpgsqlDataSource.Create(settings.ConnectionString));
    }

    public async Task<bool> ReserveAsync(Guid fan, int seat)
    {
        var (scheduleId, seatId) = Seats[seat];
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var status = (short)(await Command(
            "select status from seats where schedule_id = $1 and seat_id = $2 for update",
            scheduleId, seatId).ExecuteScalarAsync())!;
        if (status != 0) return false; // disposing rolls back

        var id = Guid.NewGuid();
        var now = DateTime.UtcNow;
        await Command(
            "update seats set status = 1, reservation_id = $3, version = version + 1 "
            + "where schedule_id = $1 and seat_id = $2", scheduleId, seatId, id)
            .ExecuteNonQueryAsync();
        await Command(
            "insert into reservations values ($1, $2, $3, 5000, 'hash', $4, 0, $5, false, null, $4, 1)",
            id, scheduleId, fan, now, now.AddMinutes(3)).ExecuteNonQueryAsync();
        await Command(
            "insert into reservation_seats values ($1, 0, $2, $3, 'A', 5000)",
            id, scheduleId, seatId).ExecuteNonQueryAsync();
        await Command("insert into payments values ($1, $2, 5000, 0, 1)", id, fan).ExecuteNonQueryAsync();
        await Command(
            "insert into outbox (shard, event_id, topic, key, payload, traceparent, occurred_at) "
            + "values (0, $1, 'reservation.created', $2, $3, null, $4)",
            Guid.NewGuid(), id.ToString(), $$"""{"reservationId":"{{id}}","userId":"{{fan}}","amount":5000}""", now)
            .ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return true;

        NpgsqlCommand Command(string sql, params object[] values)
        {
            var command = new NpgsqlCommand(sql, connection, transaction);
            foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
            return command;
        }
    }

    public ValueTask DisposeAsync() => dataSource.DisposeAsync();
}

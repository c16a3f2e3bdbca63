using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ticketing.Store;

namespace Ticketing.Bench.Store;

/// <summary>
/// Seats in an order as random as fans choose; each is sold once before any is sold again. By then its row has the next
/// version, so the version guard is real.
/// </summary>
internal sealed class StoreHouse
{
    private const int Seats = 200_000;
    private const int Stride = 78_979; // has no divisor in common with Seats

    private readonly NpgsqlDataSource dataSource;
    private long sold = -1;

    private StoreHouse(NpgsqlDataSource dataSource) => this.dataSource = dataSource;

    public static Guid ScheduleId { get; } = Guid.CreateVersion7();

    public static string SeatId(int seat) => $"Stalls-{seat / 100}-{seat % 100}";

    public static async Task<StoreHouse> CreateAsync(NpgsqlDataSource dataSource)
    {
        await new Migrations(dataSource, NullLogger<Migrations>.Instance).ApplyAsync();
        await using var connection = await dataSource.OpenConnectionAsync();
        await using (var copy = await connection.BeginBinaryImportAsync(
            """
            copy seats (schedule_id, seat_id, ordinal, zone, row, block, rank, category, price)
            from stdin (format binary)
            """))
        {
            for (var seat = 0; seat < Seats; seat++)
                await copy.WriteRowAsync(
                    default, ScheduleId, SeatId(seat), seat, seat / 1_000, seat / 100, seat / 20, seat,
                    Purchase.Category, Purchase.Price);
            await copy.CompleteAsync();
        }

        await using var vacuum = dataSource.CreateCommand("vacuum analyze seats");
        await vacuum.ExecuteNonQueryAsync();
        return new StoreHouse(dataSource);
    }

    /// <summary>Idempotency keys make reservation ids as random as this one.</summary>
    public Purchase Next()
    {
        var number = Interlocked.Increment(ref sold);
        return new Purchase(
            (int)(number % Seats * Stride % Seats), (number / Seats) + 1, Guid.NewGuid(), Guid.NewGuid(),
            DateTime.UtcNow);
    }

    /// <summary>Empties the tables, so that every way begins with the same state.</summary>
    public async Task ClearAsync()
    {
        await using var command = dataSource.CreateCommand(
            "truncate reservations, reservation_seats, payments, fan_limits, outbox");
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>The reservation that every way writes: the same rows, the same text.</summary>
/// <param name="Seat">The number of the seat in the house.</param>
/// <param name="SeatVersion">The version its row has now.</param>
internal sealed record Purchase(int Seat, long SeatVersion, Guid ReservationId, Guid UserId, DateTime Now)
{
    public const long Price = 88_000;
    public const string Category = "Stalls";
    public const string RequestHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    public const string Topic = "reservation.created";

    public string SeatId => StoreHouse.SeatId(Seat);

    public DateTime ExpiresAt => Now.AddMinutes(5);

    public string Key => ReservationId.ToString("D");

    public string Payload =>
        $$"""
        {"reservationId":"{{ReservationId}}","scheduleId":"{{StoreHouse.ScheduleId}}","userId":"{{UserId}}",
        "seats":[{"seatId":"{{SeatId}}","category":"{{Category}}","price":{{Price}}}],"amount":{{Price}},
        "expiresAt":"{{ExpiresAt:O}}"}
        """;
}

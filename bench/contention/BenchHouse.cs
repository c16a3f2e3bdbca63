using Npgsql;

namespace Ticketing.Bench.Contention;

/// <summary>A schedule with more seats than a run can sell.</summary>
internal sealed class BenchHouse
{
    private const int ManySeats = 400_000;

    private readonly int seats;
    private int taken;

    private BenchHouse(int seats) => this.seats = seats;

    public Guid ScheduleId { get; } = Guid.NewGuid();

    public static string SeatId(int seat) => $"S-{seat}";

    public static async Task<BenchHouse> CreateAsync(NpgsqlDataSource dataSource, int seats = ManySeats)
    {
        var house = new BenchHouse(seats);
        await using var command = dataSource.CreateCommand(
            """
            with concert as (
                insert into concerts (id, title, venue, description, created_at)
                values (gen_random_uuid(), 'bench', '', '', now()) returning id),
            schedule as (
                insert into schedules
                    (id, concert_id, starts_at, opens_at, hold_seconds, seats_per_fan, seat_count, plan, created_at)
                select $1, id, now() + interval '1 day', now() - interval '1 day', 3600, 100, $2, '{}', now()
                from concert returning id),
            category as (
                insert into schedule_categories (schedule_id, ordinal, name, price)
                select id, 0, 'A', 5000 from schedule)
            insert into seats (schedule_id, seat_id, ordinal, zone, row, block, rank, category, price)
            select $1, 'S-' || n, n, 0, n / 100, n / 100, n, 'A', 5000 from generate_series(0, $2 - 1) n
            """);
        command.CommandTimeout = 120;
        command.Parameters.Add(new NpgsqlParameter { Value = house.ScheduleId });
        command.Parameters.Add(new NpgsqlParameter { Value = seats });
        await command.ExecuteNonQueryAsync();
        await using var vacuum = dataSource.CreateCommand("vacuum analyze seats");
        await vacuum.ExecuteNonQueryAsync();
        return house;
    }

    public int TakeFreshSeats(int count)
    {
        var end = Interlocked.Add(ref taken, count);
        return end <= seats
            ? end - count
            : throw new InvalidOperationException($"The run needs more than {seats} seats; make the house larger.");
    }
}

using Npgsql;

namespace Ticketing.Bench.Contention;

/// <summary>Halls that are written to the database directly.</summary>
internal static class BenchHouse
{
    public static SeatSupply In(NpgsqlDataSource dataSource) => new(seats => CreateAsync(dataSource, seats));

    private static async Task<Guid> CreateAsync(NpgsqlDataSource dataSource, int seats)
    {
        var scheduleId = Guid.NewGuid();
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
        command.Parameters.Add(new NpgsqlParameter { Value = scheduleId });
        command.Parameters.Add(new NpgsqlParameter { Value = seats });
        await command.ExecuteNonQueryAsync();
        await using var vacuum = dataSource.CreateCommand("vacuum analyze seats");
        await vacuum.ExecuteNonQueryAsync();
        return scheduleId;
    }
}

using Npgsql;

namespace Ticketing.Bench.Contention;

/// <summary>
/// Bursts of 200 fans on 10 seats, with 32 quiet callers beside them: alternately through the grains and through a
/// service that locks rows, within one run. All answers count, yes or no: a fan tries the seats of its burst in its own
/// order until it has one.
/// </summary>
public static class ContentionBench
{
    private const int Rounds = 5;
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(3);

    public static async Task RunAsync()
    {
        var postgres = BenchPostgres.Given();
        await using var grains = await GrainSeller.StartAsync(await postgres.CreateDatabaseAsync("contention_grains"));
        await using var rows = await RowLockSeller.StartAsync(await postgres.CreateDatabaseAsync("contention_rows"));

        var measured = new Dictionary<string, List<Measurement>> { ["grains"] = [], ["row lock"] = [] };
        foreach (var seller in new ISeller[] { grains, rows })
        {
            await WarmUp.RunAsync(seller.Name, async () =>
            {
                var round = await Crowd.RunAsync(seller, bursts: true, Phase);
                return round.Answers / round.Seconds;
            });
        }

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var seller in new ISeller[] { grains, rows })
                measured[seller.Name].Add(await Measurement.OfAsync(seller, Phase));
        }

        Print(measured);
    }

    private static void Print(Dictionary<string, List<Measurement>> measured)
    {
        Console.WriteLine($"{Crowd.Fans} fans on {Crowd.SeatsOfBurst} seats, {Crowd.QuietCallers} quiet callers at "
            + $"{1 / Crowd.QuietPeriod.TotalSeconds:0}/s each; median of {Rounds} rounds of {Phase.TotalSeconds:0} s");
        Console.WriteLine($"{"through",-10} {"answers/s",12} {"winner p50/p99 ms",20} {"quiet alone/s",14} "
            + $"{"quiet beside/s",15} {"quiet p99 ms",13}");
        foreach (var (name, rounds) in measured)
        {
            Console.WriteLine(
                $"{name,-10} {Median(rounds, m => m.AnswersPerSecond),12:N0} "
                + $"{Median(rounds, m => m.WinnerP50),10:0.0} / {Median(rounds, m => m.WinnerP99),7:0.0} "
                + $"{Median(rounds, m => m.QuietAlonePerSecond),14:N0} "
                + $"{Median(rounds, m => m.QuietBesidePerSecond),15:N0} {Median(rounds, m => m.QuietP99),13:0.0}");
        }

        var (ours, theirs) = (measured["grains"], measured["row lock"]);
        Figures.Print("contention.answers_per_second", Median(ours, m => m.AnswersPerSecond), "answers/s");
        Figures.Print(
            "contention.answers_ratio_to_row_lock",
            Median(ours.Zip(theirs, (a, b) => a.AnswersPerSecond / b.AnswersPerSecond), ratio => ratio), "x");
        Figures.Print("contention.neighbour_ratio", Median(ours, m => m.NeighbourRatio), "x");
        Figures.Print("contention.row_lock_neighbour_ratio", Median(theirs, m => m.NeighbourRatio), "x");
    }

    private static double Median<T>(IEnumerable<T> values, Func<T, double> select)
    {
        var sorted = values.Select(select).Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}

/// <summary>One round of one seller: the quiet callers alone, then beside the bursts. Times in ms.</summary>
internal sealed record Measurement(
    double AnswersPerSecond, double WinnerP50, double WinnerP99,
    double QuietAlonePerSecond, double QuietBesidePerSecond, double QuietP99)
{
    public double NeighbourRatio => QuietBesidePerSecond / QuietAlonePerSecond;

    public static async Task<Measurement> OfAsync(ISeller seller, TimeSpan phase)
    {
        var alone = await Crowd.RunAsync(seller, bursts: false, phase);
        var beside = await Crowd.RunAsync(seller, bursts: true, phase);
        return new Measurement(
            beside.Answers / beside.Seconds,
            Figures.Percentile(beside.WinnerMilliseconds, 50),
            Figures.Percentile(beside.WinnerMilliseconds, 99),
            alone.QuietReservations / alone.Seconds,
            beside.QuietReservations / beside.Seconds,
            Figures.Percentile(beside.QuietMilliseconds, 99));
    }
}

internal sealed record CrowdResult(
    double Seconds,
    long Answers,
    IReadOnlyList<double> WinnerMilliseconds,
    long QuietReservations,
    IReadOnlyList<double> QuietMilliseconds);

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

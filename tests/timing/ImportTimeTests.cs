using System.Diagnostics;
using Ticketing.Store;
using Ticketing.Tests.Catalog;
using Ticketing.Tests.Rules.Catalog;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Timing;

public sealed class ImportTimeTests(PostgresFixture postgres, ITestOutputHelper output) : CatalogTest(postgres)
{
    private const int Seats = 20_000;
    private const double MaxSeconds = 3;

    [Fact]
    public async Task A_plan_of_20_000_seats_is_imported_in_less_than_3_seconds()
    {
        var prices = new Dictionary<string, long> { ["All"] = 5_000 };
        var schedule = NewSchedule(Plans.Rectangle(Seats / 50, 50)) with { Prices = prices };
        var startedAt = Stopwatch.GetTimestamp();

        var result = await Catalog.CreateScheduleAsync(schedule);

        var took = Stopwatch.GetElapsedTime(startedAt);
        output.WriteLine($"{Seats} seats imported in {took.TotalMilliseconds:F0} ms");
        Assert.Equal(Seats, result.Value!.SeatCount);
        Assert.Equal(Seats, await Database.ScalarAsync<long>("select count(*) from seats"));
        Assert.InRange(took.TotalSeconds, 0, MaxSeconds);
    }

    [Fact]
    public async Task A_body_of_100_MB_is_refused_at_once()
    {
        var startedAt = Stopwatch.GetTimestamp();

        var result = await Catalog.CreateScheduleAsync(NewSchedule("") with { Plan = new byte[100_000_000] });

        Assert.Equal(CatalogOutcome.Invalid, result.Outcome);
        Assert.InRange(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, 0, MaxSeconds);
    }
}

using System.Text;
using Npgsql;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Rules.Catalog;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Catalog;

/// <summary>A refused import leaves nothing behind.</summary>
public sealed class RefusedImportTests(PostgresFixture postgres) : CatalogTest(postgres)
{
    [Fact]
    public async Task A_bad_plan_is_refused_with_the_path_and_nothing_is_imported()
    {
        var plan = Plans.SmallWith(json => json.Seat(1, 0, 0)["seat_guid"] = "A-1");

        await AssertRefusedAsync(
            NewSchedule(plan) with { PlanPath = "$.plan" }, "$.plan.zones[1].rows[0].seats[0].seat_guid");
    }

    [Fact]
    public async Task Every_setting_out_of_bounds_is_named()
    {
        var start = Time.GetUtcNow().AddDays(30);

        await AssertRefusedAsync(
            NewSchedule(Plans.Small) with { Settings = new SaleSettings(start, 4, 0), StartsAt = start },
            "$.opensAt", "$.holdSeconds", "$.seatsPerFan");
        await AssertRefusedAsync(
            NewSchedule(Plans.Small) with { Settings = new SaleSettings(start, 3_601, 101), StartsAt = default },
            "$.startsAt", "$.opensAt", "$.holdSeconds", "$.seatsPerFan");
    }

    [Fact]
    public async Task Every_category_needs_a_price_within_bounds_and_nothing_else_has_one()
    {
        var prices = new Dictionary<string, long> { ["Gold"] = -1, ["O'Brien's"] = Limits.MaxSeatPrice + 1 };

        await AssertRefusedAsync(
            NewSchedule(Plans.Small) with { Prices = prices },
            "$.prices['Gold']", @"$.prices['O\'Brien\'s']", "$.prices['Silver']", @"$.prices['O\'Brien\'s']");
    }

    [Fact]
    public async Task General_admission_has_a_name_of_its_own_and_all_of_it_within_bounds()
    {
        Admission[] admissions =
        [
            new("Gold", 1, 0), new("Floor", 0, -1), new("Floor", 1_000_001, Limits.MaxSeatPrice + 1), new("", 1, 0),
            new("\ud800", 1_000_000, Limits.MaxSeatPrice),
        ];
        var many = Enumerable.Range(0, 21).Select(at => new Admission($"{at}", 1, 0)).ToArray();

        await AssertRefusedAsync(
            NewSchedule(Plans.Small) with { Admissions = admissions },
            "$.admissions[1].capacity", "$.admissions[1].price", "$.admissions[2].category", "$.admissions[2].capacity",
            "$.admissions[2].price", "$.admissions[3].category", "$.admissions[4].category",
            "$.admissions[0].category");
        await AssertRefusedAsync(NewSchedule(Plans.Small) with { Admissions = many }, "$.admissions");
    }

    [Fact]
    public async Task Problems_of_plan_and_settings_are_told_together()
    {
        var schedule = NewSchedule("{}") with { Settings = Settings with { HoldSeconds = 0 } };

        await AssertRefusedAsync(schedule, "$.holdSeconds", "$.name", "$.categories", "$.zones");
    }

    [Fact]
    public async Task The_lowest_and_the_highest_settings_are_taken()
    {
        var lowest = new Dictionary<string, long> { ["Gold"] = 0, ["Silver"] = Limits.MaxSeatPrice };
        var result = await Catalog.CreateScheduleAsync(NewSchedule(Plans.Small) with
        {
            Prices = lowest,
            Settings = new SaleSettings(Time.GetUtcNow(), Limits.MaxHoldSeconds, Limits.MaxSeatsPerFan),
        });

        Assert.Equal(CatalogOutcome.Done, result.Outcome);
    }

    [Fact]
    public async Task An_import_whose_connection_breaks_leaves_nothing()
    {
        await using var other = await DataSource.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var lockSeats = new NpgsqlCommand("lock table seats", other))
            await lockSeats.ExecuteNonQueryAsync();

        var importing = Catalog.CreateScheduleAsync(NewSchedule(Plans.Small));
        const string breakOff = """
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and query ilike '%copy seats%'
            """;
        await Wait.Until(async () => await Database.ScalarAsync<long>(breakOff) > 0);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => importing);
        await transaction.RollbackAsync();
        Assert.Equal(0, await CountImportedRowsAsync());
    }

    [Fact]
    public async Task An_import_that_is_given_up_leaves_nothing()
    {
        var schedule = NewSchedule(Plans.Rectangle(200, 100)) with
        {
            Prices = new Dictionary<string, long> { ["All"] = 1 },
        };
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));

        // On a fast machine the import may finish: then all of it must be there.
        var rows = 0;
        try
        {
            var result = await Catalog.CreateScheduleAsync(schedule, impatience.Token);
            rows = result.Outcome == CatalogOutcome.Done ? 20_004 : 0;
        }
        catch (OperationCanceledException)
        {
        }

        Assert.Equal(rows, await CountImportedRowsAsync());
    }

    [Fact]
    public async Task Random_damage_to_a_plan_ends_in_errors_or_in_a_whole_schedule()
    {
        var random = new Random(11);
        var valid = Encoding.UTF8.GetBytes(Plans.Small);
        for (var round = 0; round < 200; round++)
        {
            var bytes = valid.ToArray();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(32, 127);
            var before = await CountImportedRowsAsync();

            var result = await Catalog.CreateScheduleAsync(NewSchedule("") with { Plan = bytes });

            var written = result.Value is { } made ? 2 + (2 * made.Categories.Length) + made.SeatCount : 0;
            Assert.Equal(before + written, await CountImportedRowsAsync());
        }
    }

    private async Task AssertRefusedAsync(NewSchedule schedule, params string[] paths)
    {
        var result = await Catalog.CreateScheduleAsync(schedule);

        Assert.Equal(CatalogOutcome.Invalid, result.Outcome);
        Assert.Equal(paths, result.Errors.Select(error => error.Path));
        Assert.Equal(0, await CountImportedRowsAsync());
    }
}

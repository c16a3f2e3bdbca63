using System.Text;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Rules.Catalog;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Catalog;

public sealed class CatalogStoreTests(PostgresFixture postgres) : CatalogTest(postgres)
{
    [Fact]
    public async Task A_concert_is_kept_as_it_was_told()
    {
        Assert.Equal(Time.GetUtcNow(), Concert.CreatedAt);
        Assert.Equal("Four\nof them", Concert.Description);
        Assert.Equal(Concert, await Catalog.GetConcertAsync(Concert.Id));
        Assert.Null(await Catalog.GetConcertAsync(Guid.NewGuid()));
    }

    [Theory]
    [InlineData("$.title", "", "Hall", "")]
    [InlineData("$.title", "Night\0", "Hall", "")]
    [InlineData("$.venue", "Night", " ", "")]
    [InlineData("$.description", "Night", "Hall", "\0")]
    public async Task A_concert_that_cannot_be_kept_is_refused(string path, string title, string venue, string text)
    {
        var result = await Catalog.CreateConcertAsync(new NewConcert(title, venue, text));

        Assert.Equal(CatalogOutcome.Invalid, result.Outcome);
        Assert.Equal(path, Assert.Single(result.Errors).Path);
    }

    [Fact]
    public async Task Half_of_a_character_is_refused()
    {
        var result = await Catalog.CreateConcertAsync(new NewConcert("Night\ud800", "Hall", "\udc00"));

        Assert.Equal(["$.title", "$.description"], result.Errors.Select(error => error.Path));
    }

    [Fact]
    public async Task A_schedule_is_imported_with_categories_prices_and_seats()
    {
        var schedule = await CreateSmallAsync();

        Assert.Equal(7, schedule.SeatCount);
        Assert.Equal(Settings, schedule.Settings);
        Assert.Equal(Time.GetUtcNow().AddDays(30), schedule.StartsAt);
        Assert.Equal(1, schedule.Version);
        Assert.Equal(
            [new ScheduleCategory("Gold", "#ffcc00", 9_000), new ScheduleCategory("Silver", null, 5_000)],
            schedule.Categories.AsEnumerable());
        Assert.Equal(Encoding.UTF8.GetBytes(Plans.Small), await Catalog.GetPlanAsync(schedule.Id));
        var read = (await Catalog.GetScheduleAsync(schedule.Id))!;
        Assert.Equal(
            schedule with
            {
                Categories = read.Categories,
                Admissions = read.Admissions,
                Warnings = read.Warnings,
            },
            read);
        Assert.Equal(new PlanFront(new PlanPoint(160, 25), FrontSource.Area, "Main Stage"), read.Front);
        Assert.Null(await Catalog.GetScheduleAsync(Concert.Id));
        Assert.Null(await Catalog.GetPlanAsync(Concert.Id));
    }

    [Fact]
    public async Task The_store_of_the_grains_finds_the_seats_and_terms()
    {
        var schedule = await CreateSmallAsync();
        var store = Database.OpenStore();

        Assert.Equal(
            ScheduleSeats.Of(Plans.Read(Plans.Small).Plan!).AsEnumerable(),
            await store.LoadScheduleSeatsAsync(schedule.Id));
        var seat = await store.LoadSeatAsync(new(schedule.Id, "B-3"));
        var imported = new SeatRow(new(schedule.Id, "B-3"), default, null, "Silver", 5_000, 1);
        Assert.Equal(imported with { Block = 2, Ordinal = 4 }, seat);
        var terms = (await store.LoadSaleTermsAsync(schedule.Id))!;
        Assert.Equal(["Gold", "Silver"], terms.Categories.AsEnumerable());
        Assert.Equal(
            Settings, new SaleSettings(terms.OpensAt, terms.HoldSeconds, terms.SeatsPerFan, Settings.TimeZone));
    }

    [Fact]
    public async Task A_schedule_has_stock_of_what_has_seats_and_of_general_admission()
    {
        Admission[] admissions = [new("Standing", 1_000_000, 700), new("Balcony", 1, 0)];
        var asked = NewSchedule(Plans.Small) with { Id = Guid.NewGuid(), Admissions = admissions };
        var schedule = (await Catalog.CreateScheduleAsync(asked)).Value!;
        var store = Database.OpenStore();

        Assert.Equal(["Gold", "Silver"], schedule.Categories.Select(category => category.Name));
        Assert.Equal(
            admissions.Select(one => new OfferedAdmission(one, one.Capacity)), schedule.Admissions.AsEnumerable());
        var gold = (await store.LoadStockAsync(new(schedule.Id, "Gold")))!;
        var silver = (await store.LoadStockAsync(new(schedule.Id, "Silver")))!;
        Assert.Equal((true, true, 7), (gold.HasSeats, silver.HasSeats, gold.Capacity + silver.Capacity));
        Assert.Equal(
            new StockRow(new(schedule.Id, "Standing"), 1_000_000, HasSeats: false, 0, 0, 1),
            await store.LoadStockAsync(new(schedule.Id, "Standing")));
        var terms = (await store.LoadSaleTermsAsync(schedule.Id))!;
        Assert.Equal(["Gold", "Silver", "Standing", "Balcony"], terms.Categories.AsEnumerable());
        Assert.Equal([new("Standing", 700), new("Balcony", 0)], terms.Admissions.AsEnumerable());

        Assert.Equal(CatalogOutcome.Done, (await Catalog.CreateScheduleAsync(asked)).Outcome);
        Assert.Equal(
            CatalogOutcome.IdTaken, (await Catalog.CreateScheduleAsync(asked with { Admissions = [] })).Outcome);
    }

    [Fact]
    public async Task A_schedule_has_the_queue_that_was_asked_for_and_else_none()
    {
        var store = Database.OpenStore();
        var none = await CreateSmallAsync();
        var plain = await CreateWithAsync(new QueueSettings(MaxActive: 7, ClaimSeconds: 30));
        var drawn = await CreateWithAsync(new QueueSettings(Draws: true));
        var drawnToo = await CreateWithAsync(new QueueSettings(Draws: true));

        Assert.Equal(QueueSettings.Off, (await QueueOf(none)).Settings);
        Assert.Equal(new QueueSettings(MaxActive: 7, ClaimSeconds: 30), (await QueueOf(plain)).Settings);
        Assert.Empty((await QueueOf(plain)).DrawKey);
        Assert.Equal(Limits.DrawKeyBytes, (await QueueOf(drawn)).DrawKey.Length);
        Assert.NotEqual((await QueueOf(drawn)).DrawKey.AsEnumerable(), (await QueueOf(drawnToo)).DrawKey);

        async Task<QueueRow> QueueOf(Schedule schedule) => (await store.LoadQueueAsync(schedule.Id))!.Queue;

        async Task<Schedule> CreateWithAsync(QueueSettings queue) =>
            (await Catalog.CreateScheduleAsync(NewSchedule(Plans.Small) with { Queue = queue })).Value!;
    }

    [Fact]
    public async Task An_id_is_of_one_queue_until_that_moves()
    {
        var asked = NewSchedule(Plans.Small) with { Id = Guid.NewGuid(), Queue = new QueueSettings() };
        var made = (await Catalog.CreateScheduleAsync(asked)).Value!;
        var other = asked with { Queue = new QueueSettings(MaxActive: 2) };

        Assert.Equal(made.Id, (await Catalog.CreateScheduleAsync(asked)).Value!.Id);
        Assert.Equal(CatalogOutcome.IdTaken, (await Catalog.CreateScheduleAsync(other)).Outcome);

        await Database.ExecuteAsync("update queues set max_active = 2, version = 2");
        Assert.Equal(made.Id, (await Catalog.CreateScheduleAsync(asked)).Value!.Id);
    }

    [Fact]
    public async Task A_plan_behind_a_byte_order_mark_is_kept_without_it()
    {
        var result = await Catalog.CreateScheduleAsync(NewSchedule('\uFEFF' + Plans.Small));

        Assert.Equal(Encoding.UTF8.GetBytes(Plans.Small), await Catalog.GetPlanAsync(result.Value!.Id));
    }

    [Fact]
    public async Task There_is_no_schedule_without_its_concert()
    {
        var result = await Catalog.CreateScheduleAsync(NewSchedule(Plans.Small) with { ConcertId = Guid.NewGuid() });

        Assert.Equal(CatalogOutcome.NotFound, result.Outcome);
        Assert.Equal(0, await CountImportedRowsAsync());
    }

    [Fact]
    public async Task Settings_change_for_whoever_saw_the_newest_version()
    {
        var schedule = await CreateSmallAsync();
        var changed = new SaleSettings(Settings.OpensAt.AddDays(1), 60, 2, "Asia/Tokyo");

        var first = await Catalog.UpdateScheduleAsync(schedule.Id, changed, expectedVersion: 1);
        var second = await Catalog.UpdateScheduleAsync(schedule.Id, Settings, expectedVersion: 1);

        Assert.Equal((CatalogOutcome.Done, 2), (first.Outcome, first.Value!.Version));
        Assert.Equal(CatalogOutcome.VersionConflict, second.Outcome);
        Assert.Equal(changed, (await Catalog.GetScheduleAsync(schedule.Id))!.Settings);
    }

    [Fact]
    public async Task Settings_that_cannot_be_are_refused_and_an_unknown_schedule_is_not_found()
    {
        var schedule = await CreateSmallAsync();
        var late = Settings with { OpensAt = schedule.StartsAt };

        var refused = await Catalog.UpdateScheduleAsync(schedule.Id, late, expectedVersion: 1);
        var unknown = await Catalog.UpdateScheduleAsync(Guid.NewGuid(), Settings, expectedVersion: 1);

        Assert.Equal("$.opensAt", Assert.Single(refused.Errors).Path);
        Assert.Equal(CatalogOutcome.NotFound, unknown.Outcome);
        Assert.Equal(1, (await Catalog.GetScheduleAsync(schedule.Id))!.Version);
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_told_as_such()
    {
        await using var nowhere = Npgsql.NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Timeout=2");
        var catalog = CatalogOn(nowhere);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => catalog.GetConcertAsync(Concert.Id));
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Ticketing.Store;
using Ticketing.Tests.Rules.Catalog;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Catalog;

public sealed class DemoSeedTests(PostgresFixture postgres) : CatalogTest(postgres)
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Database.DeleteAllAsync();
    }

    [Fact]
    public async Task An_empty_database_gets_two_concerts_on_sale()
    {
        await SeedAsync();

        var concerts = await ConcertsAsync();
        Assert.Equal(2, concerts.Count);
        var counts = new List<int>();
        foreach (var concert in concerts)
        {
            var schedules = (await Catalog.ListSchedulesAsync(concert.Id, new PageRequest(), EventTimes.All)).Value!;
            var schedule = Assert.Single(schedules.Items);
            Assert.Equal(
                new SaleSettings(Time.GetUtcNow(), HoldSeconds: 180, SeatsPerFan: 6, "Asia/Seoul"), schedule.Settings);
            Assert.Equal(Time.GetUtcNow().AddDays(60), schedule.StartsAt);
            counts.Add(schedule.SeatCount);
        }
        Assert.Equal([332, 14_893], counts.Order());
        Assert.Equal(
            14_893,
            await Database.ScalarAsync<int>(
                "select seat_count from queues q join schedules s on s.id = q.schedule_id where enabled"));
    }

    [Fact]
    public async Task Seeding_twice_or_at_once_is_seeding_once()
    {
        await Task.WhenAll(SeedAsync(), SeedAsync());
        await SeedAsync();

        Assert.Equal(2, (await ConcertsAsync()).Count);
        Assert.Equal(332 + 14_893, await Database.ScalarAsync<long>("select count(*) from seats"));
    }

    [Fact]
    public async Task A_seeding_that_was_cut_off_is_completed()
    {
        await SeedAsync();
        await Database.ExecuteAsync("delete from stock");
        await Database.ExecuteAsync("delete from schedule_categories");
        await Database.ExecuteAsync("delete from seats");
        await Database.ExecuteAsync("delete from queues");
        await Database.ExecuteAsync("delete from schedules");
        await Database.ExecuteAsync("delete from concerts where venue = 'Demo Arena'");

        await SeedAsync();

        Assert.Equal(2, (await ConcertsAsync()).Count);
        Assert.Equal(332 + 14_893, await Database.ScalarAsync<long>("select count(*) from seats"));
    }

    [Fact]
    public async Task A_database_with_a_concert_of_somebody_is_left_alone()
    {
        await Catalog.CreateConcertAsync(new NewConcert("A real one", "Hall", ""));

        await SeedAsync();

        Assert.Equal("A real one", Assert.Single(await ConcertsAsync()).Title);
    }

    [Fact]
    public async Task Nothing_is_seeded_unless_a_folder_is_named()
    {
        await SeedAsync(folder: "");

        Assert.Empty(await ConcertsAsync());
    }

    private async Task<IReadOnlyList<Concert>> ConcertsAsync() =>
        (await Catalog.ListConcertsAsync(new PageRequest(), new EventFilter(EventTimes.All))).Value!.Items;

    private Task SeedAsync(string? folder = null)
    {
        var settings = new Dictionary<string, string?> { [DemoSeed.FolderSetting] = folder ?? Plans.DemoFolder };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var seed = new DemoSeed(Catalog, DataSource, configuration, Time, NullLogger<DemoSeed>.Instance);
        return seed.StartAsync(CancellationToken.None);
    }
}

using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Simulator;
using Ticketing.Store;
using Ticketing.Tests.Rules.Catalog;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Catalog;

/// <summary>A catalog with one concert on its own database, with a clock that only the test advances.</summary>
[Collection(PostgresCollection.Name)]
public abstract class CatalogTest(PostgresFixture postgres) : IAsyncLifetime
{
    protected static readonly Dictionary<string, long> SmallPrices = new() { ["Gold"] = 9_000, ["Silver"] = 5_000 };

    protected VirtualTime Time { get; } = new();

    protected PostgresDatabase Database { get; private set; } = null!;

    protected NpgsqlDataSource DataSource { get; private set; } = null!;

    protected CatalogStore Catalog { get; private set; } = null!;

    protected Concert Concert { get; private set; } = null!;

    protected SaleSettings Settings => new(
        Time.GetUtcNow().AddHours(-1), HoldSeconds: 180, SeatsPerFan: 4, "Europe/Vienna");

    public virtual async Task InitializeAsync()
    {
        Database = await postgres.CreateDatabaseAsync();
        DataSource = NpgsqlDataSource.Create(Database.ConnectionString);
        Catalog = CatalogOn(DataSource);
        var concert = new NewConcert("The Quartet", "Small House", "Four\nof them");
        Concert = (await Catalog.CreateConcertAsync(concert)).Value!;
    }

    public async Task DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await Database.DisposeAsync();
    }

    protected NewSchedule NewSchedule(string plan) => new(
        Concert.Id, Time.GetUtcNow().AddDays(30), Settings, SmallPrices, Encoding.UTF8.GetBytes(plan));

    protected async Task<Schedule> CreateSmallAsync() =>
        (await Catalog.CreateScheduleAsync(NewSchedule(Plans.Small))).Value!;

    protected CatalogStore CatalogOn(NpgsqlDataSource primary) =>
        new(primary, ReadsOf(primary), Options.Create(new SalesOptions()), Time, NullLogger<CatalogStore>.Instance);

    protected ReadDatabase ReadsOf(NpgsqlDataSource primary) =>
        new(primary, Options.Create(new StoreOptions()), Time);

    /// <summary>Counts the rows of all tables that an import writes.</summary>
    protected async Task<long> CountImportedRowsAsync() => await Database.ScalarAsync<long>(
        """
        select (select count(*) from schedules) + (select count(*) from schedule_categories)
            + (select count(*) from stock) + (select count(*) from seats) + (select count(*) from queues)
        """);
}

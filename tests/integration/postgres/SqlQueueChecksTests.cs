using Ticketing.Queues;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class SqlQueueChecksTests(PostgresFixture postgres) : IAsyncLifetime
{
    private PostgresDatabase database = null!;
    private ITicketStore store = null!;

    /// <summary>Numbers 1 to 8 have had their turn and have every status but Waiting; 9 and 10 wait.</summary>
    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        store = database.OpenStore();
        await database.SeedAsync(Example.Terms, Example.SeededSeats(4), new QueueSettings(MaxActive: 3));
        PlaceStatus[] statuses =
        [
            PlaceStatus.Served, PlaceStatus.Left, PlaceStatus.Missed, PlaceStatus.RanOut, PlaceStatus.Released,
            PlaceStatus.Active, PlaceStatus.Active, PlaceStatus.Admitted, PlaceStatus.Waiting, PlaceStatus.Waiting,
        ];
        await store.CommitAsync(new Commit
        {
            Queues =
            [
                Example.Queue(version: 2) with
                {
                    Settings = new QueueSettings(MaxActive: 2),
                    LastNumber = 10,
                    AdmittedThrough = 8,
                    Waiting = 2,
                    Served = 1,
                    Abandoned = 4,
                },
            ],
            Places = [.. statuses.Select((status, at) => Example.Place(at + 1, status) with
            {
                Until = status is PlaceStatus.Active or PlaceStatus.Admitted ? DateTimeOffset.UtcNow.AddHours(1) : null,
            })],
        });
        var active = (await store.LoadPlacesByNumberAsync(Example.Schedule, [6])).Single();
        await store.CommitAsync(Example.Reserve(
            Example.Reservation(Guid.NewGuid(), 1) with { UserId = active.UserId, QueueNumber = 6 }));
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_queue_in_order_passes_also_when_fewer_may_be_active_than_before() =>
        Assert.Empty(await QueueViolationsAsync());

    [Theory]
    [InlineData("more fans are present", "update queues set most_active = 2")]
    [InlineData("every number given", "update queues set waiting = waiting + 1")]
    [InlineData("every number given", "update queues set served = served - 1, abandoned = abandoned + 1")]
    [InlineData("every number given", "update queues set last_number = 11")]
    [InlineData("that was not given", "update queue_places set number = 11 where number = 10")]
    [InlineData("before their turn", "update queues set admitted_through = 7")]
    [InlineData("passed over", "update queues set admitted_through = 9")]
    [InlineData("before the draw",
        "alter table queues drop constraint drawn_before_admission;"
        + "update queues set draws = true, draw_key = decode(repeat('00', 32), 'hex')")]
    [InlineData("than turns have come",
        "update queues set draw_key = decode(repeat('00', 32), 'hex'), drawn_entries = 8, admitted_through = 6")]
    [InlineData("without having been admitted", "update reservations set queue_number = 9")]
    [InlineData("without having been admitted", "delete from queue_places where number = 6")]
    [InlineData("without having been admitted", "update queue_places set status = 1 where number = 6")]
    [InlineData("more time to take its turn",
        "update queue_places set more_times = decode(repeat('00', 64), 'hex'), more_times_of = 8 where number = 8")]
    [InlineData("only after the event has begun",
        "update queues set places_removed_at = (select starts_at - interval '1 second' from schedules)")]
    [InlineData("after the end of the turn",
        "update queue_places set until = now() - interval '1 second' where number = 6")]
    public async Task What_is_out_of_order_is_found(string invariant, string tampering)
    {
        await database.ExecuteAsync(tampering);

        Assert.Contains(await QueueViolationsAsync(), violation => violation.Contains(invariant));
    }

    private async Task<IEnumerable<string>> QueueViolationsAsync() =>
        (await SqlChecks.ViolationsAsync(database.ConnectionString, atRest: true))
        .Where(violation =>
            violation.StartsWith("I5", StringComparison.Ordinal) || violation.Contains("end of the turn"));
}

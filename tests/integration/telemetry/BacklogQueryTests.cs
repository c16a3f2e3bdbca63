using Npgsql;
using Ticketing.Catalog;
using Ticketing.Messaging;
using Ticketing.Queues;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Telemetry;

/// <summary>The backlog facts that are read from the database.</summary>
[Collection(PostgresCollection.Name)]
public sealed class BacklogQueryTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly QueueSettings Room2 = QueueSettings.Off with { Enabled = true, MaxActive = 2 };

    private PostgresDatabase database = null!;
    private NpgsqlDataSource source = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        source = NpgsqlDataSource.Create(database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task The_outbox_has_an_age_and_rows_up_to_a_bound()
    {
        Assert.Null((await LookAsync()).OldestEventAt);
        await PublishAsync(shard: 3, count: 1, age: 90);
        await PublishAsync(shard: 7, count: 5, age: 30);

        var facts = await LookAsync();
        Assert.Equal(6, facts.OutboxRows);
        Assert.InRange((Now - facts.OldestEventAt!.Value).TotalSeconds, 89, 91);

        await PublishAsync(shard: 1, count: 2 * BacklogFacts.CountedAtMost, age: 1);
        Assert.Equal(BacklogFacts.CountedAtMost, (await LookAsync()).OutboxRows);
    }

    [Fact]
    public async Task Dead_letters_count_until_they_are_replayed()
    {
        const string sql = """
            insert into dead_letters (event_id, group_name, topic, key, payload, occurred_at, error, attempts, dead_at,
                replayed_at)
            select gen_random_uuid(), 'g', 't', 'k', '{}', now(), 'e', '[]', now(), $2 from generate_series(1, $1)
            """;
        await database.ExecuteAsync(sql, 3, DBNull.Value);
        await database.ExecuteAsync(sql, 4, Now.UtcDateTime);

        Assert.Equal(3, (await LookAsync()).DeadLetters);
    }

    [Fact]
    public async Task Orders_count_as_stuck_when_they_made_no_step_for_long_and_the_fan_is_not_asked()
    {
        await OrderAsync(status: 1, idle: 5);
        await OrderAsync(status: 1, idle: Limits.LostOrderSeconds + 5);
        await OrderAsync(status: 7, idle: Limits.LostOrderSeconds + 5); // offered: waits for the fan's answer
        await OrderAsync(status: 7, idle: Limits.LostOrderSeconds + Limits.OfferSeconds + 5);
        await OrderAsync(status: 5, idle: 9_999);

        var facts = await LookAsync();
        Assert.Equal((4, 2), (facts.OrdersUnderWay, facts.OrdersStuck));
    }

    [Fact]
    public async Task Fans_count_by_how_far_they_are_and_a_queue_is_open_while_it_could_admit()
    {
        var schedule = await OpenAsync(Room2, waiting: 7);
        await OpenAsync(Room2, waiting: 3);
        await OpenAsync(QueueSettings.Off, waiting: 50);
        await PresentAsync(schedule, number: 1, PlaceStatus.Active);

        var facts = await LookAsync();
        Assert.Equal((10, 7, 0, 1), (facts.Waiting, facts.LongestQueue, facts.Admitted, facts.Active));
        Assert.Equal(2, facts.OpenQueues!.Count);

        await PresentAsync(schedule, number: 2, PlaceStatus.Admitted);
        facts = await LookAsync();
        Assert.Equal((1, 1), (facts.Admitted, facts.Active));
        Assert.DoesNotContain(schedule, facts.OpenQueues!.Select(queue => queue.ScheduleId)); // the queue is full
    }

    [Theory]
    [InlineData("update queues set paused = true")]
    [InlineData("update queues set waiting = 0")]
    [InlineData("update schedules set opens_at = now() + interval '1 hour'")]
    [InlineData("update schedules set starts_at = now() - interval '1 hour'")]
    [InlineData("update seats set status = 3; update queues set pauses_when_sold_out = true")]
    [InlineData("update stock set sold = capacity; update queues set pauses_when_sold_out = true")]
    public async Task A_queue_that_is_not_to_admit_is_not_open(string change)
    {
        await OpenAsync(Room2, waiting: 1);
        Assert.Single((await LookAsync()).OpenQueues!);

        await database.ExecuteAsync(change);

        Assert.Empty((await LookAsync()).OpenQueues!);
    }

    [Fact]
    public async Task A_queue_that_pauses_when_all_is_sold_is_open_while_a_seat_or_a_place_is_free()
    {
        await OpenAsync(Room2, waiting: 1);
        await database.ExecuteAsync("update queues set pauses_when_sold_out = true");
        Assert.Single((await LookAsync()).OpenQueues!);

        await database.ExecuteAsync("update seats set status = 3");
        Assert.Empty((await LookAsync()).OpenQueues!);

        await database.ExecuteAsync("update stock set has_seats = false");
        Assert.Single((await LookAsync()).OpenQueues!);
    }

    [Fact]
    public async Task What_is_known_is_told_when_the_open_queues_cannot_be_seen_in_time()
    {
        await OpenAsync(Room2, waiting: 1);
        await using var other = await source.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("lock table seats in access exclusive mode", other, transaction);
        await hold.ExecuteNonQueryAsync();

        var facts = await LookAsync(timeoutSeconds: 1);

        Assert.Equal(1, facts.Waiting);
        Assert.Null(facts.OpenQueues);
    }

    private Task<BacklogFacts> LookAsync(int timeoutSeconds = 30) =>
        BacklogQuery.AskAsync(source, Now, timeoutSeconds, CancellationToken.None);

    private Task PublishAsync(int shard, int count, int age) => database.ExecuteAsync(
        """
        insert into outbox (shard, event_id, topic, key, payload, occurred_at)
        select $1, gen_random_uuid(), 't', 'k', '{}', $2 from generate_series(1, $3)
        """,
        (short)shard, Now.UtcDateTime.AddSeconds(-age), count);

    private Task OrderAsync(int status, int idle) => database.ExecuteAsync(
        """
        insert into orders (id, reservation_id, schedule_id, user_id, status, lines, amount, discount, parts,
            created_at, updated_at, version)
        values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), $1, '[]', 1, 0, '[]', $2,
            $2, 1)
        """,
        (short)status, Now.UtcDateTime.AddSeconds(-idle));

    private async Task<Guid> OpenAsync(QueueSettings queue, long waiting)
    {
        var terms = new SaleTerms(
            Guid.NewGuid(), Now.AddDays(-1), Now.AddDays(30), HoldSeconds: 60, SeatsPerFan: 4, ["A"]);
        var seat = new SeededSeat(new ScheduleSeat("A-1", 0, Zone: 0, Row: 0, Block: 0, Rank: 0, "A"), Price: 1);
        await database.SeedAsync(terms, [seat], queue);
        await database.ExecuteAsync(
            "update queues set waiting = $2, last_number = 100 where schedule_id = $1", terms.ScheduleId, waiting);
        return terms.ScheduleId;
    }

    private Task PresentAsync(Guid schedule, long number, PlaceStatus status) => database.ExecuteAsync(
        "insert into queue_places values ($1, gen_random_uuid(), $2, now(), $3, now() + interval '1 hour', false, 2)",
        schedule, number, (short)status);
}

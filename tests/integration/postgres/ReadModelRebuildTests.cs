using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class ReadModelRebuildTests(PostgresFixture postgres) : IAsyncLifetime
{
    private PostgresDatabase database = null!;

    public async Task InitializeAsync() => database = await postgres.CreateDatabaseAsync();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task While_reservations_are_sold_and_events_come_late_the_model_ends_as_the_tables()
    {
        await SeedAsync(7_000);
        await database.ExecuteAsync(
            "insert into reservation_details (reservation_id, reservation_version) values ($1, 99)", Guid.NewGuid());
        var store = database.OpenStore();
        using var over = new CancellationTokenSource();
        var sale = Task.WhenAll(Enumerable.Range(1, 20).Select(seed => SellAsync(store, new Random(seed), over.Token)));

        var lines = new List<string>();
        for (var time = 0; time < 3; time++)
            await Rebuild().RunAsync(lines.Add, CancellationToken.None);
        await over.CancelAsync();
        await sale;

        Assert.Equal(3, lines.Count(line => line.StartsWith("The read model is whole: ")));
        var expected = await ModelRows.ReadAsync(database.ConnectionString, ModelRows.FromTables);
        Assert.InRange(expected.Count, 7_050, 1_000_000);
        Assert.Equal(
            expected.Select(ModelRows.Text),
            (await ModelRows.ReadAsync(database.ConnectionString, ModelRows.Kept)).Select(ModelRows.Text));
    }

    [Fact]
    public async Task Tickets_and_stock_are_what_the_tables_say_until_an_event_knows_better()
    {
        await AuditedSale.WriteAsync(database);
        await Rebuild().RunAsync(_ => { }, CancellationToken.None);

        var sold = (await KeptAsync())[AuditedSale.Sold];
        Assert.Equal(new TicketFacet(TicketStatus.Issued, 1), sold.Tickets);
        Assert.Equal(new StockFacet(StockStatus.Decreased, 1), sold.Stock);
        foreach (var unsold in new[] { AuditedSale.Pending, AuditedSale.Ended })
            Assert.Equal((null, null), ((await KeptAsync())[unsold].Tickets, (await KeptAsync())[unsold].Stock));

        await database.ExecuteAsync("update tickets set is_cancelled = true, version = 2; "
            + "update stock_takes set status = 2, version = 3; "
            + "update reservations set status = 3, reason = 'tickets-failed' where status = 2");
        await Rebuild().RunAsync(_ => { }, CancellationToken.None);
        var failed = (await KeptAsync())[AuditedSale.Sold];
        Assert.Equal(new TicketFacet(TicketStatus.Failed, 2), failed.Tickets);
        Assert.Equal(new StockFacet(StockStatus.Failed, 3), failed.Stock);

        var store = database.OpenStore();
        await store.CommitAsync(new Commit
        {
            Details = [new(AuditedSale.Sold, Tickets: new TicketFacet(TicketStatus.Issued, 1))],
        });
        Assert.Equal(failed.Tickets, (await KeptAsync())[AuditedSale.Sold].Tickets);
    }

    [Fact]
    public async Task Readers_never_see_half_a_model()
    {
        await SeedAsync(5_000);
        await Rebuild().RunAsync(_ => { }, CancellationToken.None);
        var user = await database.ScalarAsync<Guid>("select user_id from reservations order by id desc limit 1");
        await using var host = await ReadsHost.StartAsync(database.ConnectionString);
        await Wait.Until(() => host.Database.Model is not null, "the read model is read");

        var rebuilding = Rebuild().RunAsync(_ => { }, CancellationToken.None);
        var reads = 0;
        for (; !rebuilding.IsCompleted; reads++)
            Assert.Single(await host.ListAsync(user));
        await rebuilding;

        Assert.InRange(reads, 10, int.MaxValue);
    }

    [Fact]
    public async Task A_rebuild_that_was_broken_off_leaves_lists_to_the_tables_until_the_next()
    {
        await SeedAsync(3_000);
        await using var host = await ReadsHost.StartAsync(database.ConnectionString);
        await Wait.Until(() => host.Database.Model is not null, "the read model is read");
        await database.ExecuteAsync("truncate reservation_details");
        await database.ExecuteAsync("insert into read_model_rebuild (started_at) values (now())");

        var user = await database.ScalarAsync<Guid>("select user_id from reservations limit 1");
        Assert.Single(await host.ListAsync(user));
        await Wait.Until(() => host.Database.Model is null, "the read model is not read");
        await Rebuild().RunAsync(_ => { }, CancellationToken.None);
        await Wait.Until(() => host.Database.Model is not null, "the read model is read again");

        Assert.Contains(
            "Lists come from the primary's tables, because the read model is being rebuilt", host.Log.Messages);
        Assert.Equal(3_000, await database.ScalarAsync<long>("select count(*) from reservation_details"));
    }

    [Fact]
    public async Task Of_two_at_once_the_second_is_refused()
    {
        await using var first = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await first.OpenAsync();
        await using var locking = new NpgsqlCommand($"select pg_advisory_lock({0x7469_636B_7265_6164})", first);
        await locking.ExecuteNonQueryAsync();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Rebuild().RunAsync(_ => { }, CancellationToken.None));

        Assert.Equal("another process is rebuilding the read model.", refusal.Message);
    }

    private async Task<Dictionary<Guid, DetailsRow>> KeptAsync() =>
        (await ModelRows.ReadAsync(database.ConnectionString, ModelRows.Kept)).ToDictionary(row => row.ReservationId);

    private ReadModelRebuild Rebuild() => new(
        Options.Create(new StoreOptions { ConnectionString = database.ConnectionString }), TimeProvider.System);

    private Task SeedAsync(int count) => database.ExecuteAsync(
        """
        with made as (
            insert into reservations (id, schedule_id, user_id, amount, request_hash, created_at, status, expires_at,
                hold_extended, updated_at, version)
            select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 5, 'hash', now() - interval '1 day', 2,
                now(), false, now() - interval '1 day', 3
            from generate_series(1, $1) returning id, schedule_id, user_id),
        paid as (insert into payments select id, user_id, 5, 2, 3 from made)
        insert into reservation_seats select id, 0, schedule_id, 'A-1', 'Stalls', 5 from made
        """,
        count);

    /// <summary>Makes, pays and cancels reservations; the model gets each step a little later.</summary>
    private static async Task SellAsync(ITicketStore store, Random random, CancellationToken over)
    {
        var late = new List<Task>();
        while (!over.IsCancellationRequested)
        {
            var row = Example.Reservation(Guid.NewGuid(), 1, 2);
            var payment = Example.Payment(row);
            for (var version = 1; version <= 3; version++)
            {
                row = row with { Status = (ReservationStatus)version, Version = version, Reason = $"{version}" };
                payment = payment with { Status = (PaymentStatus)version, Version = version };
                await store.CommitAsync(new Commit { Reservations = [row], Payments = [payment] });
                late.Add(KeepAsync(row, payment, random.Next(50)));
            }
        }

        await Task.WhenAll(late);

        async Task KeepAsync(ReservationRow row, PaymentRow payment, int delayMilliseconds)
        {
            await Task.Delay(delayMilliseconds, CancellationToken.None);
            var facet = new ReservationFacet(
                row.ScheduleId, row.UserId, row.Status, row.Seats, row.Amount, row.CreatedAt, row.ExpiresAt, row.Reason,
                row.Version);
            await store.CommitAsync(new Commit
            {
                Details = [new DetailsRow(row.Id, facet, new PaymentFacet(payment.Status, payment.Version))],
            });
        }
    }
}

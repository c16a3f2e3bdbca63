using System.Collections.Concurrent;
using System.Diagnostics;
using Ticketing.Messaging;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Messaging;

/// <summary>Several relays on one outbox.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RelayShareTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private readonly ConcurrentQueue<Guid> delivered = [];

    [Fact]
    public async Task Relays_share_the_shards_and_take_over_from_one_that_ends()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var store = database.OpenStore();
        using var end = new CancellationTokenSource();
        await using var one = await StartAsync(database);
        await AssertSharesAsync(database, 16);
        var sending = SendAsync(store, end.Token);
        await using (await StartAsync(database))
        {
            await AssertSharesAsync(database, 8, 8);
            await using (await StartAsync(database))
                await AssertSharesAsync(database, 4, 6, 6);
            await AssertSharesAsync(database, 8, 8);
        }

        await AssertSharesAsync(database, 16);
        await end.CancelAsync();
        var sent = await sending;
        await Wait.Until(async () =>
            await database.ScalarAsync<int>("select count(*)::int from outbox") == 0);

        // No relay crashed: each event came once, in order per key, whichever relay delivered it.
        Assert.Equal(sent.Sum(key => key.Length), delivered.Count);
        foreach (var key in sent)
            Assert.Equal(key, delivered.Where(key.ToHashSet().Contains));
    }

    [Fact]
    public async Task Who_loses_its_connection_loses_its_shards_to_the_others_and_gets_its_share_again()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var store = database.OpenStore();
        using var end = new CancellationTokenSource();
        await using var one = await StartAsync(database);
        await using var other = await StartAsync(database);
        await AssertSharesAsync(database, 8, 8);
        var sending = SendAsync(store, end.Token);

        for (var kill = 0; kill < 3; kill++)
        {
            var unlucky = (await RelayConnections.SharesAsync(database))[0].Pid;
            await RelayConnections.KillAsync(database, unlucky);
            await Wait.Until(async () => (await RelayConnections.SharesAsync(database)) is var shares
                && shares.Length == 2 && shares.All(relay => relay.Shards == 8 && relay.Pid != unlucky));
        }

        await end.CancelAsync();
        var sent = await sending;
        await Wait.Until(async () =>
            await database.ScalarAsync<int>("select count(*)::int from outbox") == 0);

        // Every event came, some possibly twice; the first deliveries are in order.
        Assert.Equal(sent.SelectMany(key => key).Order(), delivered.Distinct().Order());
        foreach (var key in sent)
            Assert.Equal(key, delivered.Where(key.ToHashSet().Contains).Distinct());
        output.WriteLine($"{sent.Sum(key => key.Length)} events, {delivered.Count} deliveries");
    }

    private Task<RunningRelay> StartAsync(PostgresDatabase database) => RunningRelay.StartAsync(
        database,
        new RecordingTransport(async (row, stopping) =>
        {
            delivered.Enqueue(row.Event.EventId);
            await Task.Delay(1, stopping);
        }),
        new EventOptions { MaxHeld = 200 });

    /// <summary>Commits the events of 32 keys. Returns the event ids of each key.</summary>
    private static async Task<Guid[][]> SendAsync(PostgresTicketStore store, CancellationToken end) =>
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async key =>
        {
            var sent = new List<Guid>();
            while (!end.IsCancellationRequested)
            {
                var next = Sample.Event($"{key}");
                await store.CommitAsync(new Commit { Events = [next] });
                sent.Add(next.EventId);
                await Task.Delay(20, CancellationToken.None);
            }

            return sent.ToArray();
        }));

    private async Task AssertSharesAsync(PostgresDatabase database, params int[] shares)
    {
        var watch = Stopwatch.StartNew();
        await Wait.Until(async () =>
            (await RelayConnections.SharesAsync(database)).Select(relay => relay.Shards).SequenceEqual(shares));
        output.WriteLine($"{string.Join(" ", shares)} after {watch.ElapsedMilliseconds} ms");
    }
}

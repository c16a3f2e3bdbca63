using System.Diagnostics;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Simulator;
using Ticketing.Storage;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Grains;

/// <summary>A million fans wait; only those whose turn has come use memory of the queue.</summary>
[Collection(AloneCollection.Name)]
public sealed class MillionFansTests : IDisposable
{
    private const int Fans = 1_000_000;
    private const int MaxActive = 1_000;

    /// <summary>One fan out of so many comes and buys; the others miss their turn.</summary>
    private const int BuyerEach = 50;

    private readonly VirtualTime time = new();
    private readonly SimulationThread thread;
    private readonly MillionFansStore store;
    private readonly SimulatedSilo silo;
    private readonly ITestOutputHelper output;
    private readonly Guid scheduleId = Guid.Parse("00000000-0000-0000-0000-000000000001");

    public MillionFansTests(ITestOutputHelper output)
    {
        this.output = output;
        thread = new SimulationThread(time);
        store = new MillionFansStore(time, MaxActive);
        var now = time.GetUtcNow();
        store.Seed(
            new SaleTerms(scheduleId, now, now.AddDays(1), HoldSeconds: 60, SeatsPerFan: 4, ["A"]),
            [new SeededSeat(new ScheduleSeat("S", 0, 0, 0, 0, 0, "A"), Price: 100)],
            new QueueSettings(MaxActive: MaxActive, ClaimSeconds: 5, PausesWhenSoldOut: false));
        store.SeedWaiting(scheduleId, Fans, now);
        silo = new SimulatedSilo(thread, services => services.AddGrainServices(store));
    }

    private IQueueGrain Queue => silo.Grains.GetGrain<IQueueGrain>(GrainKeys.Of(scheduleId));

    [Fact]
    public void A_million_fans_are_admitted_in_order()
    {
        using var process = Process.GetCurrentProcess();
        var (clock, processorTime) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        var buys = new List<Task>();
        store.Admitted = place =>
        {
            if (place.Number % BuyerEach == 0) buys.Add(Buy(place));
        };
        thread.Run(
            async () =>
            {
                await Queue.Drive();
                while (store.AdmittedThrough < Fans) await Task.Delay(TimeSpan.FromSeconds(10), time);
                await Task.WhenAll(buys);
                await Task.Delay(TimeSpan.FromSeconds(10), time);
            },
            TimeSpan.FromDays(1));

        process.Refresh();
        var took = process.TotalProcessorTime - processorTime;
        output.WriteLine(
            $"{Fans:N0} admitted in {clock.Elapsed.TotalSeconds:0.0} s ({took.TotalSeconds:0.0} s of processor time), "
            + $"{(time.GetUtcNow() - store.QueuePlaces[0].JoinedAt).TotalSeconds:N0} s of virtual time");
        var row = Assert.Single(store.Queues);
        Assert.Equal((Fans, 0, Fans / BuyerEach), (row.AdmittedThrough, row.Waiting, row.Served));
        Assert.Equal(Fans - row.Served, row.Abandoned);
        Assert.Equal(MaxActive, store.MostPresent);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_million_waiting_fans_take_no_memory_of_the_queue()
    {
        long with = 0, without = 0;
        thread.Run(async () =>
        {
            await Queue.Drive();
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            Assert.Equal((MaxActive, Fans - MaxActive), (store.MostPresent, (await Queue.GetSummary())!.Waiting));
            with = GC.GetTotalMemory(forceFullCollection: true);
            silo.CrashAll();
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            without = GC.GetTotalMemory(forceFullCollection: true);
        });

        output.WriteLine($"{(with - without) / 1_024.0:N0} KiB with {Fans:N0} waiting and {MaxActive:N0} admitted");
        Assert.InRange(with - without, 0, 4 * 1_024 * 1_024);
    }

    public void Dispose() => silo.Dispose();

    private async Task Buy(PlaceRow place)
    {
        // Enters after the commit that admits, not within it.
        await Task.Delay(TimeSpan.FromMilliseconds(1), time);
        var entered = await Queue.Enter(new QueuePlace(place.UserId, place.Number, place.JoinedAt));
        Assert.Equal(EnterResult.Active, entered.Result);
        await Queue.Settle(new SettledTurn(place.UserId, place.Number, TurnChange.Paid));
    }
}

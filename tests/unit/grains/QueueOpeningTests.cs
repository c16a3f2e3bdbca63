using Microsoft.Extensions.DependencyInjection;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Simulator;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Grains;

/// <summary>The opening of a sale may come at any moment of a grain call to its queue.</summary>
public class QueueOpeningTests
{
    [Fact]
    public void A_draw_is_kept_whenever_within_a_turn_the_sale_opens()
    {
        for (var ticks = 0; ticks < 120; ticks++) OpenDuringATurn(ticks);
    }

    private static void OpenDuringATurn(int ticks)
    {
        var time = new VirtualTime();
        var thread = new SimulationThread(time);
        var store = new TroubledStore(time);
        var schedule = Guid.Parse("00000000-0000-0000-0000-000000000001");
        var opensAt = time.GetUtcNow().AddMinutes(1).AddTicks(ticks);
        store.Seed(
            new SaleTerms(schedule, opensAt, opensAt.AddDays(1), HoldSeconds: 60, 4, ["A"]),
            [new SeededSeat(new ScheduleSeat("S-00", 0, 0, 0, 0, 0, "A"), Price: 100)],
            new QueueSettings(MaxActive: 5, Draws: true));
        using var silo = new SimulatedSilo(thread, services => services
            .AddSingleton<TimeProvider>(new RestlessTime(time))
            .AddGrainServices(store));
        var queue = silo.Grains
            .GetGrain<IQueueGrain>(GrainKeys.Of(schedule));
        thread.Run(
            async () =>
            {
                await queue.Join([.. Enumerable.Range(0, 20).Select(QueueScene.Fan)]);
                await Task.Delay(TimeSpan.FromMinutes(1), time);
                await queue.Join([QueueScene.Fan(20)]);
                await Task.Delay(TimeSpan.FromSeconds(1), time);
                store.Watch.AssertKept();
                Assert.True(await queue.GetSummary() is { DrawnEntries: >= 20 }, $"Not drawn ({ticks} ticks).");
            },
            TimeSpan.FromHours(1));
    }
}

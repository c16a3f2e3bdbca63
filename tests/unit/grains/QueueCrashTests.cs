using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

/// <summary>The queue survives every crash; I5 is checked at every commit.</summary>
public class QueueCrashTests
{
    /// <summary>More commits than the story makes.</summary>
    private const int Commits = 16;

    public static TheoryData<string> Faults() =>
        [nameof(CommitFault.Refused), nameof(CommitFault.LostBefore), nameof(CommitFault.LostAfter)];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_story_ends_well_whichever_commit_of_the_queue_fails(string fault)
    {
        for (var commit = 0; commit < Commits; commit++)
        {
            using var scene = new QueueScene(new QueueSettings(MaxActive: 2));
            scene.Store.QueueFaults[commit] = Enum.Parse<CommitFault>(fault);
            scene.Run(() => Story(scene));
            Assert.Equal([1, 2, 3, 4, 5], scene.Admitted()[..5]);
        }
    }

    [Fact]
    public void A_story_ends_well_whenever_the_process_is_lost()
    {
        for (var moment = 1; moment < 60; moment++)
        {
            using var scene = new QueueScene(new QueueSettings(MaxActive: 2));
            scene.Run(async () =>
            {
                var crash = Crash(scene, moment * 0.05);
                await Story(scene);
                await crash;
            });
            Assert.Equal([1, 2, 3, 4, 5], scene.Admitted()[..5]);
        }
    }

    [Fact]
    public void Two_activations_of_the_queue_admit_in_order_and_never_more_than_allowed()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 3, ClaimSeconds: 5, ActiveSeconds: 30));
        scene.Run(async () =>
        {
            var random = new Random(1);
            await Task.WhenAll(Enumerable.Range(0, 60).Select(fan => Come(fan, random.Next(2))));
            Assert.Equal(60, Assert.Single(scene.Store.Queues).LastNumber);
            Assert.True(scene.Store.Watch.MostPresent <= 3);

            async Task Come(int fan, int silo)
            {
                var joined = await Insist(scene, () => scene.Entrance(silo).Join(QueueScene.Fan(fan)));
                var place = joined.Place!.Value;
                EnterOutcome entered;
                do
                {
                    await scene.Wait(0.5 + random.NextDouble());
                    entered = await Insist(scene, () => scene.Queue(random.Next(2)).Enter(place));
                    scene.Store.Watch.Told(scene.World.ScheduleId, place, entered);
                }
                while (entered.Result == EnterResult.Waiting);
                Assert.Equal(EnterResult.Active, entered.Result);
                await scene.Wait(random.NextDouble());
                await Insist(scene, async () =>
                {
                    await scene.Queue(random.Next(2)).Leave(place);
                    return true;
                });
            }
        });
    }

    [Fact]
    public void An_admitted_fan_stays_admitted_and_an_active_one_keeps_the_deadline_when_the_process_is_lost()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 2));
        scene.Run(async () =>
        {
            await scene.Join(1, 2, 3);
            var active = await scene.Queue().Enter(scene.Place(1));
            await scene.Wait(30);
            scene.World.Host(0).CrashAll();

            Assert.Equal(active, await scene.Queue().Enter(scene.Place(1)));
            Assert.Equal(EnterResult.Active, await scene.Enter(2));
            Assert.Equal(EnterResult.Waiting, await scene.Enter(3));
        });
    }

    [Fact]
    public void Deadlines_that_pass_while_nothing_runs_are_found_by_the_sweeper()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            scene.World.Host(0).CrashAll();
            await scene.Wait(61);
            Assert.Equal([1], scene.Admitted());
            await Sweep(scene);
            Assert.Equal([1, 2], scene.Admitted());
        });
    }

    [Fact]
    public void An_activation_that_was_passed_by_another_learns_of_it()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 1, ActiveSeconds: 3_600));
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            Assert.Equal(EnterResult.Active, await scene.Enter(1));
            Assert.Equal(EnterResult.Waiting, await scene.Enter(2, silo: 1));
            await scene.Leave(1);
            Assert.Equal([1, 2], scene.Admitted());
            await scene.Wait(Limits.QueueTrustSeconds);
            Assert.Equal(EnterResult.Active, await scene.Enter(2, silo: 1));
            Assert.Equal(EnterResult.Left, await scene.Enter(1, silo: 1));
            Assert.Equal(1, (await scene.Look(silo: 1)).Active);
        });
    }

    [Fact]
    public void What_an_old_memory_believes_to_be_so_already_is_done_all_the_same()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 1, ActiveSeconds: 3_600));
        scene.Run(async () =>
        {
            await scene.Join(1);
            await scene.Look(silo: 1);
            await scene.Change(new QueueChange(Paused: true));
            await scene.Queue(silo: 1).Change(new QueueChange(Paused: false));
            Assert.False(Assert.Single(scene.Store.Queues).Settings.Paused);

            // Silo 1 remembers the first place of the fan, who has joined again since.
            await scene.Wait(Limits.QueueTrustSeconds);
            await scene.Look(silo: 1);
            await scene.Leave(1);
            await scene.Join(1);
            await Insist(scene, async () =>
            {
                await scene.Leave(1, silo: 1);
                return true;
            });
            Assert.Equal(PlaceStatus.Left, Assert.Single(scene.Store.QueuePlaces).Status);
            Assert.Equal(2, Assert.Single(scene.Store.QueuePlaces).Number);
        });
    }

    /// <summary>
    /// Five fans: one buys, one leaves while waiting, one stays away, one runs out of time, one is left.
    /// </summary>
    private static async Task Story(QueueScene scene)
    {
        foreach (var fan in new[] { 1, 2, 3, 4, 5, 6 })
            await Insist(scene, async () =>
            {
                await scene.Join(fan);
                return true;
            });
        var id = Guid.NewGuid();
        await scene.Charge(1);
        await Insist(scene, () => scene.Reserve(1, "S-00", id));
        Assert.Equal(PayResult.Confirmed, (await scene.Pay(1, id)).Result);
        await Insist(scene, async () =>
        {
            await scene.Leave(6);
            return true;
        });
        for (var second = 0; second < 1_500; second += 5)
        {
            await scene.Wait(5);
            await Sweep(scene);
            if (second == 100) await Insist(scene, async () => new[] { await scene.Enter(4) });
        }

        foreach (var fan in new[] { 1, 2, 3, 4, 5, 6 })
            scene.Store.Watch.Given(scene.World.ScheduleId, scene.Place(fan));
        var row = Assert.Single(scene.Store.Queues);
        Assert.Equal((6, 0, 6), (row.LastNumber, row.Waiting, row.Served + row.Abandoned));
    }

    private static async Task Sweep(QueueScene scene)
    {
        foreach (var due in await scene.Store.FindDueQueuesAsync(scene.World.Time.GetUtcNow(), 10))
        {
            try
            {
                await scene.World.Silo(0).GetGrain<IQueueGrain>(GrainKeys.Of(due)).Drive();
            }
            catch (TicketStoreException)
            {
                // The next pass finds it again.
            }
        }
    }

    private static async Task Crash(QueueScene scene, double afterSeconds)
    {
        await scene.Wait(afterSeconds);
        scene.World.Host(0).CrashAll();
    }

    private static Task<T> Insist<T>(QueueScene scene, Func<Task<T>> call) => QueueJoinTests.Insist(call, scene);
}

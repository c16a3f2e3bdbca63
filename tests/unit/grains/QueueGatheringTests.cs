using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

/// <summary>Calls that arrive while the queue awaits a commit share the next one, and none is lost.</summary>
public class QueueGatheringTests
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    [Fact]
    public void Fans_who_enter_while_a_commit_is_awaited_become_active_in_one_commit()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 600, PausesWhenSoldOut: false));
        scene.Run(async () =>
        {
            int[] fans = [.. Enumerable.Range(0, 600)];
            foreach (var some in fans.Chunk(200)) await Task.WhenAll(some.Select(fan => scene.Join(fan)));
            scene.Store.SlowQueueCommits = Slow;
            var before = scene.Store.QueueCommits;

            var entered = await Task.WhenAll(fans.Select(fan => scene.Enter(fan)));

            Assert.All(entered, result => Assert.Equal(EnterResult.Active, result));
            Assert.All(scene.Store.QueuePlaces, place => Assert.Equal(PlaceStatus.Active, place.Status));

            // The first alone, then a full batch, then the rest.
            Assert.Equal(3, scene.Store.QueueCommits - before);
        });
    }

    [Fact]
    public void Each_fan_of_a_batch_gets_the_answer_that_the_fan_would_get_alone()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 2, ActiveSeconds: 3_600));
        scene.Run(async () =>
        {
            await scene.Join(1, 2, 3, 4);
            await scene.Enter(1);
            await scene.Leave(4);
            scene.Store.SlowQueueCommits = Slow;
            var blocker = scene.Enter(2);

            var foreign = new QueuePlace(QueueScene.Fan(9), 9, default);
            var unknown = scene.Queue().Enter(foreign);
            var answers = await Task.WhenAll(new[] { 1, 3, 4, 3 }.Select(fan => scene.Enter(fan)));

            Assert.Equal(
                [EnterResult.Active, EnterResult.Waiting, EnterResult.Left, EnterResult.Waiting], answers);
            Assert.Equal(EnterResult.Active, await blocker);
            Assert.Equal(EnterResult.Unknown, (await unknown).Result);
        });
    }

    [Fact]
    public void A_change_whose_caller_has_left_is_not_made_after_a_later_one()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 5));
        scene.Run(async () =>
        {
            await scene.Join(1);
            scene.Store.SlowQueueCommits = 4 * Slow;
            var blocker = scene.Enter(1);
            var pause = scene.Change(new QueueChange(Paused: true) { Until = scene.World.Time.GetUtcNow() + Slow });

            await Assert.ThrowsAsync<StoreOverloadedException>(() => pause);
            await blocker;
            Assert.False((await scene.Queue().GetSummary())!.Settings.Paused);
        });
    }

    [Fact]
    public void A_refused_commit_fails_the_fans_of_its_batch_and_no_others()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 5));
        scene.Run(async () =>
        {
            await scene.Join(1, 2, 3);
            scene.Store.SlowQueueCommits = Slow;
            scene.Store.QueueFaults[scene.Store.QueueCommits + 1] = CommitFault.Refused;

            var first = scene.Enter(1);
            var (second, third) = (scene.Enter(2), scene.Enter(3));

            Assert.Equal(EnterResult.Active, await first);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => second);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => third);
            Assert.Equal(EnterResult.Active, await scene.Enter(2));
        });
    }

    [Fact]
    public void The_places_of_the_next_batch_are_read_while_the_one_before_is_committed()
    {
        using var scene = new QueueScene(mailbox: 0);
        scene.Run(async () =>
        {
            (scene.Store.SlowPlaces, scene.Store.SlowQueueCommits) = (Slow, Slow);
            var began = scene.World.Time.GetUtcNow();

            await Task.WhenAll(Enumerable.Range(0, 1_001).Select(fan => scene.Entrance().Join(QueueScene.Fan(fan))));

            // Batches of 1, 500 and 500. In turn, reading and committing each would take 6 s.
            Assert.InRange((scene.World.Time.GetUtcNow() - began).TotalSeconds, 4, 4.9);
            Assert.Equal(
                Enumerable.Range(0, 1_001).Select(QueueScene.Fan),
                scene.Store.QueuePlaces.OrderBy(place => place.Number).Select(place => place.UserId));
        });
    }

    [Fact]
    public void A_place_that_is_given_back_while_it_is_read_for_the_next_batch_is_not_given_again()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            scene.Store.SlowQueueCommits = Slow;
            var leaving = scene.Leave(2);
            var joining = scene.Queue().Join([QueueScene.Fan(2), QueueScene.Fan(3)]);
            await leaving;

            Assert.Equal([3, 4], (await joining).Select(joined => joined.Place!.Value.Number));
        });
    }

    [Fact]
    public void Reports_that_arrive_while_a_commit_is_awaited_are_written_by_the_next()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 3, ActiveSeconds: 3_600));
        scene.Run(async () =>
        {
            await scene.Join(1, 2, 3, 4);
            foreach (var fan in new[] { 1, 2, 3 }) await scene.Enter(fan);
            scene.Store.SlowQueueCommits = Slow;
            var leaving = scene.Leave(3);
            await scene.Wait(0.5);
            foreach (var place in new[] { scene.Place(1), scene.Place(2) })
                await scene.Queue().Settle(new SettledTurn(place.UserId, place.Number, TurnChange.Paid));
            await leaving;
            await scene.Wait(5);

            var row = Assert.Single(scene.Store.Queues);
            Assert.Equal((2, 1), (row.Served, row.Abandoned));
        });
    }

    [Fact]
    public void A_report_that_arrives_while_the_seats_are_counted_is_not_overwritten_by_the_count()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 10, ActiveSeconds: 3_600), seats: 2);
        scene.Run(async () =>
        {
            await scene.Join(1);
            await scene.Wait(1);
            scene.Store.SlowCounts = TimeSpan.FromMilliseconds(400);

            // Two seats are counted as free, and while that answer is on its way both are reserved.
            await scene.Look();
            await scene.Hold(1, "S-00");
            await scene.Hold(1, "S-01");
            await scene.Wait(0.45);

            Assert.Equal(SeatSupply.OnlyHeld, (await scene.Look()).Supply);
        });
    }

    [Fact]
    public void The_summary_names_the_waiting_places_that_were_given_back_and_since_when()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 1, ActiveSeconds: 86_400));
        scene.Run(async () =>
        {
            int[] fans = [.. Enumerable.Range(1, 300)];
            foreach (var fan in fans) await scene.Join(fan);
            await scene.Leave(1); // was active
            await scene.Leave(5);
            await scene.Leave(7);
            var leavers = (await scene.Look()).Leavers!;
            Assert.Equal(0, leavers.Since);
            Assert.Equal<long[]>([5, 7], [.. leavers.Numbers]);

            foreach (var fan in fans[10..270]) await scene.Leave(fan);
            leavers = (await scene.Look()).Leavers!;
            Assert.Equal(QueueLimits.LeaversPublished, leavers.Numbers.Length);
            Assert.Equal(scene.Summary.Abandoned - QueueLimits.LeaversPublished, leavers.Since);

            scene.World.Host(0).CrashAll();
            leavers = (await scene.Look()).Leavers!;
            Assert.Equal((scene.Summary.Abandoned, 0), (leavers.Since, leavers.Numbers.Length));
        });
    }

    [Fact]
    public void However_many_ask_for_the_summary_the_seats_are_counted_once()
    {
        using var scene = new QueueScene(seats: 2);
        scene.Run(async () =>
        {
            scene.Store.SlowCounts = TimeSpan.FromMilliseconds(400);
            await scene.Look();
            for (var look = 0; look < 3; look++) await scene.Look();
            await scene.Wait(0.45);
            Assert.Equal(1, scene.Store.SeatCounts);
        });
    }
}

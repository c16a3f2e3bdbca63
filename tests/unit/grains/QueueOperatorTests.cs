using Ticketing.Queues;

namespace Ticketing.Tests.Grains;

/// <summary>The actions of an operator on a queue that is in use.</summary>
public class QueueOperatorTests
{
    [Fact]
    public void A_paused_queue_admits_nobody_and_everybody_keeps_the_place()
    {
        using var scene = new QueueScene(new QueueSettings(Paused: true));
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            await scene.Wait(5_000);
            Assert.Empty(scene.Admitted());
            await scene.Change(new QueueChange(Paused: false));
            Assert.Equal([1, 2], scene.Admitted());
        });
    }

    [Fact]
    public void A_draining_queue_takes_nobody_new_and_admits_those_who_wait()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            await scene.Change(new QueueChange(Draining: true));
            Assert.Equal(JoinResult.Draining, (await scene.Entrance().Join(QueueScene.Fan(3))).Result);
            await scene.Join(2);
            await scene.Leave(1);
            Assert.Equal([1, 2], scene.Admitted());
        });
    }

    [Fact]
    public void The_pace_is_kept()
    {
        using var scene = new QueueScene(
            new QueueSettings(MaxActive: 1_000, PacePerSecond: 5, PausesWhenSoldOut: false));
        scene.Run(async () =>
        {
            await scene.Join([.. Enumerable.Range(0, 60)]);
            for (var second = 1; second <= 8; second++)
            {
                await scene.Wait(1);
                Assert.InRange(scene.Admitted().Length, (5 * second) - 1, 5 * second);
            }

            await scene.Change(new QueueChange(PacePerSecond: 0));
            Assert.Equal(Enumerable.Range(0, 60), scene.Admitted());
        });
    }

    [Fact]
    public void A_smaller_number_throws_nobody_out_and_a_larger_one_admits_at_once()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 3));
        scene.Run(async () =>
        {
            await scene.Join(1, 2, 3, 4, 5, 6);
            foreach (var fan in new[] { 1, 2, 3 }) await scene.Enter(fan);
            await scene.Change(new QueueChange(MaxActive: 1));
            Assert.Equal(EnterResult.Active, await scene.Enter(3));
            await scene.Leave(1);
            await scene.Leave(2);
            await scene.Breathe();
            Assert.Equal([1, 2, 3], scene.Admitted());
            var changed = await scene.Change(new QueueChange(MaxActive: 3));
            Assert.Equal([1, 2, 3, 4, 5], scene.Admitted());
            Assert.Equal((3, 1), (changed.Summary!.Active, changed.Summary.Waiting));
        });
    }

    [Fact]
    public void Nobody_is_admitted_before_the_opening_and_it_may_be_moved()
    {
        using var scene = new QueueScene(opensIn: TimeSpan.FromMinutes(20));
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            var later = scene.World.Time.GetUtcNow().AddMinutes(40);
            scene.Store.Move(scene.World.ScheduleId, later, later.AddHours(3));
            await scene.Wait(2_399);
            Assert.Empty(scene.Admitted());

            await scene.Wait(1.1);
            Assert.Equal([1], scene.Admitted());
        });
    }

    [Fact]
    public void An_opening_that_is_moved_forward_is_noticed_by_the_sweepers_drive()
    {
        using var scene = new QueueScene(opensIn: TimeSpan.FromHours(1));
        scene.Run(async () =>
        {
            await scene.Join(1);
            var now = scene.World.Time.GetUtcNow();
            scene.Store.Move(scene.World.ScheduleId, now, now.AddHours(3));
            await scene.Wait(Limits.SaleTermsMaxAgeSeconds);
            await scene.Queue().Drive();
            Assert.Equal([1], scene.Admitted());
        });
    }

    [Fact]
    public void The_pre_queue_is_put_in_an_order_that_anybody_can_recompute()
    {
        using var scene = new QueueScene(
            new QueueSettings(MaxActive: 1, Draws: true), opensIn: TimeSpan.FromMinutes(5));
        scene.Run(async () =>
        {
            await scene.Join([.. Enumerable.Range(1, 12)]);
            var before = await scene.Look();
            Assert.Empty(before.DrawKey);
            Assert.Equal(
                ChangeQueueResult.DrawIsFixed, (await scene.Change(new QueueChange(Draws: false))).Result);
            Assert.Equal(EnterResult.Waiting, await scene.Enter(1));

            await scene.Wait(300.1);
            await scene.Join(13, 14);
            var after = await scene.Look();
            Assert.Equal(12, after.DrawnEntries);
            Assert.Equal(before.DrawCommitment, DrawOrder.Commitment(after.DrawKey.AsSpan()));

            // All fans miss their turns, one a minute.
            await scene.Wait(60 * 14);
            var order = new DrawOrder(after.DrawKey.AsMemory(), 12);
            int[] drawn = [.. Enumerable.Range(1, 12).Select(turn => (int)order.NumberAt(turn))];
            Assert.Equal([.. drawn, 13, 14], scene.Admitted());
            Assert.NotEqual(Enumerable.Range(1, 14), scene.Admitted());
        });
    }

    [Fact]
    public void Who_joins_after_the_opening_is_no_entry_though_nothing_has_run_since()
    {
        using var scene = new QueueScene(
            new QueueSettings(MaxActive: 1, Draws: true), opensIn: TimeSpan.FromMinutes(5));
        scene.Run(async () =>
        {
            await scene.Join(1, 2, 3);
            scene.World.Host(0).CrashAll();
            await scene.Wait(301);
            await scene.Join(4);
            Assert.Equal(3, Assert.Single(scene.Store.Queues).DrawnEntries);
        });
    }
}

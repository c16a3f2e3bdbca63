using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

/// <summary>One fan has one place, however often and wherever it is requested.</summary>
public class QueueJoinTests
{
    [Fact]
    public void Fifty_requests_of_one_fan_at_once_are_one_place()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            var outcomes = await Task.WhenAll(
                Enumerable.Range(0, 50).Select(_ => scene.Entrance().Join(QueueScene.Fan(1))));

            Assert.Single(outcomes.Distinct());
            Assert.Equal(1, Assert.Single(scene.Store.Queues).LastNumber);
        });
    }

    [Fact]
    public void Two_processes_and_two_activations_of_the_queue_give_a_fan_one_place_and_a_number_once()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 3));
        scene.Run(async () =>
        {
            await scene.Look(0);
            await scene.Look(1);
            var joins =
                from fan in Enumerable.Range(0, 40)
                from silo in new[] { 0, 1, 0, 1 }
                select Insist(() => scene.Entrance(silo).Join(QueueScene.Fan(fan)), scene);
            var outcomes = await Task.WhenAll(joins);

            Assert.Equal(40, outcomes.Distinct().Count());
            var numbers = outcomes.Select(joined => (int)joined.Place!.Value.Number);
            Assert.Equal(Enumerable.Range(1, 40), numbers.Distinct().Order());
        });
    }

    [Fact]
    public void The_same_place_is_answered_hours_later_on_another_device_after_a_crash()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 1, ActiveSeconds: 86_400));
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            await scene.Enter(1);
            await scene.Wait(3_600);
            scene.World.Host(0).CrashAll();
            var again = await scene.Entrance(1).Join(QueueScene.Fan(2));
            Assert.Equal(scene.Place(2), again.Place);
        });
    }

    [Fact]
    public void Fans_who_come_while_a_batch_is_under_way_make_up_the_next()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 1));
        scene.Run(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, 1_200).Select(fan => scene.Entrance().Join(QueueScene.Fan(fan))));

            var batches = scene.Store.Events.Where(item => item.Topic == "waiting-token.created").ToArray();
            Assert.Equal(["1", "500", "500", "199"], batches.Select(item => item.Payload.Split(':', ',')[3]));
            Assert.Equal(
                Enumerable.Range(0, 1_200).Select(QueueScene.Fan),
                scene.Store.QueuePlaces.OrderBy(place => place.Number).Select(place => place.UserId));
        });
    }

    [Fact]
    public void Who_comes_when_too_many_wait_at_the_entrance_is_told_so_and_nobody_else_is_harmed()
    {
        using var scene = new QueueScene(mailbox: 0);
        scene.Run(async () =>
        {
            scene.Store.SlowPlaces = TimeSpan.FromSeconds(5);
            var first = scene.Entrance().Join(QueueScene.Fan(0));
            await scene.Wait(1);

            // One more batch is sent beside the first.
            var joins = Enumerable.Range(1, Limits.JoinsPerBatch + Limits.JoinsWaiting + 10)
                .Select(fan => scene.Entrance().Join(QueueScene.Fan(fan))).ToArray();
            await scene.Wait(1);
            Assert.All(joins[^10..], join => Assert.IsType<StoreOverloadedException>(join.Exception!.InnerException));

            scene.Store.SlowPlaces = null;
            await Task.WhenAll(joins[..^10]);
            Assert.Equal(
                1 + Limits.JoinsPerBatch + Limits.JoinsWaiting, Assert.Single(scene.Store.Queues).LastNumber);
        });
    }

    [Fact]
    public void Nobody_joins_an_unknown_schedule_a_queue_that_is_off_or_a_sale_that_is_over()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            var nowhere = GrainKeys.Of(Guid.NewGuid());
            var unknown = scene.World.Silo(0).GetGrain<IQueueGrain>(nowhere);
            var joined = await scene.World.Silo(0).GetGrain<IQueueEntranceGrain>(nowhere).Join(QueueScene.Fan(1));
            Assert.Equal(JoinResult.UnknownSchedule, joined.Result);
            Assert.Null(await unknown.GetSummary());
            var place = new QueuePlace(QueueScene.Fan(1), 1, default);
            Assert.Equal(EnterResult.Unknown, (await unknown.Enter(place)).Result);
            Assert.Equal(
                ChangeQueueResult.UnknownSchedule, (await unknown.Change(new QueueChange(MaxActive: 2))).Result);

            await scene.Join(1, 2);
            await scene.Change(new QueueChange(Enabled: false));
            Assert.Equal(JoinResult.QueueOff, (await scene.Entrance().Join(QueueScene.Fan(3))).Result);
            Assert.Equal(EnterResult.QueueOff, await scene.Enter(2));
            await scene.Change(new QueueChange(Enabled: true));
            Assert.Equal(EnterResult.Waiting, await scene.Enter(2));
        });
    }

    [Fact]
    public void When_the_event_has_begun_nobody_joins_and_nobody_is_admitted()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 1, ActiveSeconds: 86_400));
        scene.Run(async () =>
        {
            await scene.Wait(3_600);
            await scene.Join(1, 2);
            await scene.Enter(1);
            var now = scene.World.Time.GetUtcNow();
            scene.Store.Move(scene.World.ScheduleId, opensAt: now.AddHours(-1), startsAt: now);
            await scene.Wait(3);
            Assert.Equal(JoinResult.SaleOver, (await scene.Entrance().Join(QueueScene.Fan(3))).Result);
            await scene.Leave(1);
            await scene.Wait(5);
            Assert.Equal([1], scene.Admitted());
            Assert.Empty(await scene.Store.FindDueQueuesAsync(scene.World.Time.GetUtcNow(), 10));
        });
    }

    /// <summary>Two activations may conflict; a retry succeeds.</summary>
    internal static async Task<T> Insist<T>(Func<Task<T>> call, QueueScene scene)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (attempt < 50 && e is TicketStoreException or OrleansException)
            {
                await scene.Wait(0.01 * (attempt + 1));
            }
        }
    }
}

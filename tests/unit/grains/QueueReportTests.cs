using Ticketing.Queues;
using Ticketing.Reservations;

namespace Ticketing.Tests.Grains;

/// <summary>The reports of reservations to their queue.</summary>
public class QueueReportTests
{
    /// <summary>Overload is normal at an on-sale: it must not block a slot for a whole active window.</summary>
    [Fact]
    public void A_slot_is_freed_soon_after_a_payment_although_the_store_refused_a_commit()
    {
        for (var commit = 0; commit < 8; commit++)
        {
            using var scene = new QueueScene(new QueueSettings(MaxActive: 1, ActiveSeconds: 3_600));
            scene.Store.QueueFaults[commit] = CommitFault.Refused;
            scene.Run(async () =>
            {
                foreach (var fan in new[] { 1, 2 }) await Insist(scene, () => scene.Join(fan));
                await scene.Charge(1);
                var id = Guid.NewGuid();
                await Insist(scene, () => scene.Reserve(1, "S-00", id));
                Assert.Equal(PayResult.Confirmed, (await scene.Pay(1, id)).Result);
                for (var second = 0; second < 30; second++)
                {
                    await scene.Wait(1);
                    await Insist(scene, () => scene.Queue().Drive());
                }
            });
            Assert.True(
                scene.Admitted() is [1, 2], $"Half a minute after the payment no fan was admitted (commit {commit}).");
            Assert.Equal(1, Assert.Single(scene.Store.Queues).Served);
        }
    }

    [Fact]
    public void What_was_told_and_could_not_be_written_is_written_when_the_silo_stops()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 1, ActiveSeconds: 3_600));
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            await scene.Charge(1);
            var held = await scene.Hold(1, "S-00");
            scene.Store.QueueFaults[3] = CommitFault.Refused;
            Assert.Equal(PayResult.Confirmed, (await scene.Pay(1, held)).Result);
            await scene.Breathe();
            Assert.Equal(0, Assert.Single(scene.Store.Queues).Served);

            await scene.World.Host(0).StopAsync();
            Assert.Equal(1, Assert.Single(scene.Store.Queues).Served);
        });
    }

    /// <summary>The process is lost before the queue has written the report.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_slot_is_freed_soon_after_the_process_was_lost_with_what_it_was_told(bool paid)
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 1, ActiveSeconds: 3_600));
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            await scene.Charge(1);
            var held = await scene.Hold(1, "S-00");
            if (paid) Assert.Equal(PayResult.Confirmed, (await scene.Pay(1, held)).Result);
            else await scene.Cancel(1, held);
            scene.World.Host(0).CrashAll();
            Assert.Equal(PlaceStatus.Active, Assert.Single(scene.Store.QueuePlaces, place => place.Number == 1).Status);

            await scene.Queue().Drive();
            await scene.Look();
        });
        Assert.Equal([1, 2], scene.Admitted());
        Assert.Equal(paid ? (1, 0) : (0, 1), (scene.Summary.Served, scene.Summary.Abandoned));
    }

    [Fact]
    public void A_fan_who_gives_one_of_two_reservations_back_keeps_the_turn_and_is_served_by_paying_the_other()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            await scene.Charge(1);
            var first = await scene.Hold(1, "S-00");
            var better = await scene.Hold(1, "S-01");
            await scene.Cancel(1, first);
            await scene.Breathe();
            var afterCancel = await scene.Enter(1);
            Assert.Equal(PayResult.Confirmed, (await scene.Pay(1, better)).Result);
            await scene.Breathe();
            await scene.Look();
            Assert.Equal((EnterResult.Active, 1, 0), (afterCancel, scene.Summary.Served, scene.Summary.Abandoned));
        });
    }

    private static Task Insist(QueueScene scene, Func<Task> call) => Insist(scene, async () =>
    {
        await call();
        return true;
    });

    private static Task<T> Insist<T>(QueueScene scene, Func<Task<T>> call) => QueueJoinTests.Insist(call, scene);
}

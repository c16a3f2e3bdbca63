using Ticketing.Queues;

namespace Ticketing.Tests.Grains;

/// <summary>With this setting, no fan is admitted to a sale with nothing to buy.</summary>
public class QueueSeatsTests
{
    [Fact]
    public void Admission_pauses_while_only_held_seats_are_left_and_goes_on_when_one_comes_back()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 5), seats: 1);
        scene.Run(async () =>
        {
            await scene.Join(1);
            await scene.Hold(1, "S-00");
            await scene.Wait(1);
            await scene.Join(2);
            Assert.Equal(EnterResult.Waiting, await scene.Enter(2));
            Assert.Equal(SeatSupply.OnlyHeld, (await scene.Look()).Supply);

            // The hold expires after a minute, and no report about the seat reaches the queue.
            await scene.Wait(60);
            Assert.Equal(SeatSupply.Free, (await scene.Look()).Supply);
            Assert.Equal([1, 2], scene.Admitted());
        });
    }

    [Fact]
    public void Sold_out_is_seen_and_a_cancelled_seat_brings_the_next()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 5), seats: 1);
        scene.Run(async () =>
        {
            await scene.Join(1);
            await scene.Charge(1);
            var held = await scene.Hold(1, "S-00");
            await scene.Pay(1, held);
            await scene.Wait(1);
            await scene.Join(2, 3);
            await scene.Wait(3_600);
            Assert.Equal(SeatSupply.SoldOut, (await scene.Look()).Supply);
            Assert.Equal([1], scene.Admitted());

            await scene.Cancel(1, held);
            await scene.Breathe();
            Assert.Equal([1, 2], scene.Admitted());

            // The second fan does not come for the seat.
            await scene.Wait(61);
            Assert.Equal([1, 2, 3], scene.Admitted());
        });
    }

    [Fact]
    public void A_single_seat_that_comes_back_does_not_use_up_the_turns_of_many()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 1_000), seats: 1);
        scene.Run(async () =>
        {
            await scene.Join(1);
            await scene.Charge(1);
            var held = await scene.Hold(1, "S-00");
            await scene.Pay(1, held);
            await scene.Wait(1);
            await scene.Join([.. Enumerable.Range(2, 800)]);
            await scene.Cancel(1, held);
            await scene.Wait(2);
            Assert.Equal([1, 2], scene.Admitted());
        });
    }

    [Fact]
    public void A_schedule_may_admit_although_nothing_is_left()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 5, PausesWhenSoldOut: false), seats: 1);
        scene.Run(async () =>
        {
            await scene.Join(1);
            await scene.Hold(1, "S-00");
            await scene.Wait(1);
            await scene.Join(2);
            Assert.Equal([1, 2], scene.Admitted());
        });
    }

    [Fact]
    public void A_picture_of_the_seats_that_cannot_be_had_keeps_nobody_out()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 5), seats: 1);
        scene.Run(async () =>
        {
            scene.Store.HideSeats = true;
            await scene.Join(1);
            Assert.Equal([1], scene.Admitted());
        });
    }
}

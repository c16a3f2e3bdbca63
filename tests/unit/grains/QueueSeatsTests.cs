using Ticketing.Queues;
using Ticketing.Seats;
using Ticketing.Stock;

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
    public void An_unblocked_seat_brings_the_next_fan_at_once()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 5), seats: 2);
        scene.Run(async () =>
        {
            foreach (var seat in new[] { "S-00", "S-01" }) Assert.Equal(BlockOutcome.Done, await Seat(seat).Block());
            await scene.Join(1);
            Assert.Equal(SeatSupply.SoldOut, (await scene.Look()).Supply);

            Assert.Equal(BlockOutcome.Done, await Seat("S-00").Unblock());
            await scene.Breathe();

            Assert.Equal([1], scene.Admitted());

            ISeatGrain Seat(string seat) =>
                scene.World.Silo(0).GetGrain<ISeatGrain>(GrainKeys.Seat(new SeatKey(scene.World.ScheduleId, seat)));
        });
    }

    [Fact]
    public void A_seat_of_a_fan_who_bought_before_there_was_a_queue_brings_the_next_fan_at_once()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 5, Enabled: false), seats: 1);
        scene.Run(async () =>
        {
            await scene.Charge(1);
            var held = await scene.Hold(1, "S-00");
            await scene.Pay(1, held);
            await scene.Change(new QueueChange(Enabled: true));
            await scene.Wait(3);
            await scene.Join(2);
            await scene.Wait(3);
            Assert.Equal(SeatSupply.SoldOut, (await scene.Look()).Supply);

            await scene.Cancel(1, held);
            await scene.Breathe();

            Assert.Equal([2], scene.Admitted());
        });
    }

    [Fact]
    public void A_sale_whose_seats_are_gone_is_not_sold_out_while_there_is_general_admission()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 5), seats: 1);
        scene.World.Store.SeedAdmission(new(scene.World.ScheduleId, "Standing"), 1, price: 100);
        scene.Run(async () =>
        {
            await scene.Join(1);
            await scene.Charge(1);
            await scene.Pay(1, await scene.Hold(1, "S-00"));
            await scene.Wait(1);
            await scene.Join(2);
            await scene.Breathe();
            Assert.Equal([1, 2], scene.Admitted());

            var stock = scene.World.Silo(0).GetGrain<IStockGrain>(
                GrainKeys.Stock(new(scene.World.ScheduleId, "Standing")));
            var taken = Guid.NewGuid();
            Assert.True(await stock.Allocate(taken, 1));
            await scene.Wait(1);
            await scene.Leave(2);
            await scene.Join(3);
            await scene.Wait(1);
            Assert.Equal([1, 2], scene.Admitted());

            await stock.GiveBack(taken);
            await scene.Breathe();
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

using Ticketing.Queues;
using Ticketing.Reservations;

namespace Ticketing.Tests.Grains;

/// <summary>Only an active fan reserves.</summary>
public class QueueReservationTests
{
    [Fact]
    public void A_token_given_back_while_it_waited_does_not_look_as_if_it_waited_when_replayed()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            await scene.Leave(2);
            var (_, replayed) = await scene.Reserve(2, "S-00");
            Assert.Equal(EnterResult.Left, replayed.Turn!.Result);
        });
    }

    [Fact]
    public void A_reservation_needs_a_token_of_this_fan_whose_turn_has_come()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            Assert.Equal(ReserveResult.TokenMissing, (await scene.Reserve(9, "S-00")).Outcome.Result);
            await scene.Join(1, 2);

            var (_, early) = await scene.Reserve(2, "S-00");
            Assert.Equal((ReserveResult.NotAdmitted, EnterResult.Waiting), (early.Result, early.Turn!.Result));
            var foreign = new ReserveSeats(
                scene.World.ScheduleId, QueueScene.Fan(2), ["S-00"], null, 0, "x", scene.Place(1));
            var stolen = await scene.World.Reservation(Guid.NewGuid()).Reserve(foreign);
            Assert.Equal((ReserveResult.NotAdmitted, EnterResult.Unknown), (stolen.Result, stolen.Turn!.Result));

            Assert.Equal(ReserveResult.Reserved, (await scene.Reserve(1, "S-00")).Outcome.Result);
            Assert.Equal(1, Assert.Single(scene.Store.Reservations).QueueNumber);
            Assert.Equal(0, scene.Store.Seats.Count(seat => seat.ReservationId is not null) - 1);
        });
    }

    [Fact]
    public void A_token_given_back_does_not_reserve()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            await scene.Enter(1);
            await scene.Leave(1);
            var (_, replayed) = await scene.Reserve(1, "S-00");
            Assert.Equal((ReserveResult.NotAdmitted, EnterResult.Left), (replayed.Result, replayed.Turn!.Result));
        });
    }

    [Fact]
    public void A_repeated_request_keeps_its_answer_when_the_turn_is_over()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            await scene.Join(1);
            var (id, first) = await scene.Reserve(1, "S-00");
            await scene.Leave(1);
            scene.World.Host(0).CrashAll();
            var (_, again) = await scene.Reserve(1, "S-00", id);
            Assert.Equal(first.Result, again.Result);
        });
    }

    [Fact]
    public void A_queue_that_is_switched_off_lets_everybody_reserve()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            await scene.Change(new QueueChange(Enabled: false));

            // With the token at once; without it, when the cached terms are too old.
            Assert.Equal(ReserveResult.Reserved, (await scene.Reserve(2, "S-00")).Outcome.Result);
            await scene.Wait(Limits.SaleTermsMaxAgeSeconds);
            Assert.Equal(ReserveResult.Reserved, (await scene.Reserve(9, "S-01")).Outcome.Result);
        });
    }

    [Fact]
    public void News_of_an_earlier_turn_do_not_end_a_later_one()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            await scene.Join(1);
            await scene.Hold(1, "S-00");
            await scene.Leave(1);
            await scene.Join(1);
            Assert.Equal(EnterResult.Active, await scene.Enter(1));
            await scene.Wait(61);
            Assert.Equal(ReservationStatus.Expired, Assert.Single(scene.Store.Reservations).Status);
            Assert.Equal(EnterResult.Active, await scene.Enter(1));
        });
    }

    [Fact]
    public void Served_and_abandoned_are_counted()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 3));
        scene.Run(async () =>
        {
            await scene.Join(1, 2, 3, 4);
            await scene.Charge(1);
            await scene.Pay(1, await scene.Hold(1, "S-00"));
            await scene.Leave(4);
            await scene.Wait(61);
            await scene.Look();
            Assert.Equal((1, 3, 0), (scene.Summary.Served, scene.Summary.Abandoned, scene.Summary.Active));
        });
    }
}

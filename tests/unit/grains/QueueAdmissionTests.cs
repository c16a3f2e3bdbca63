using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

/// <summary>The end of a turn makes room, and the next fan is admitted at that moment.</summary>
public class QueueAdmissionTests
{
    [Fact]
    public void The_first_are_admitted_at_once_and_the_others_wait_in_order()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 2));
        scene.Run(async () =>
        {
            await scene.Join(1, 2, 3, 4);
            Assert.Equal(EnterResult.Active, await scene.Enter(1));
            Assert.Equal(EnterResult.Waiting, await scene.Enter(4));
            Assert.Equal([1, 2], scene.Admitted());
            await scene.Look();
            Assert.Equal((2, 2, 4, 2), (
                scene.Summary.Active, scene.Summary.Waiting, scene.Summary.LastNumber,
                scene.Summary.AdmittedThrough));
            await scene.Wait(59);
            Assert.Equal(2, (await scene.Look()).AdmittedPerMinute, 0.1);
        });
    }

    public static TheoryData<string> Triggers() => ["leaves", "pays", "cancels", "raises N"];

    [Theory]
    [MemberData(nameof(Triggers))]
    public void The_next_is_admitted_at_once_when_somebody(string trigger)
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            await scene.Join(1, 2, 3);
            var held = await scene.Hold(1, "S-00");
            await scene.Charge(1);
            Assert.Equal(EnterResult.Waiting, await scene.Enter(2));
            switch (trigger)
            {
                case "leaves":
                    await scene.Leave(1);
                    break;
                case "pays":
                    Assert.Equal(PayResult.Confirmed, (await scene.Pay(1, held)).Result);
                    break;
                case "cancels":
                    await scene.Cancel(1, held);
                    break;
                default:
                    await scene.Change(new QueueChange(MaxActive: 2));
                    break;
            }

            await scene.Breathe();
            Assert.Equal(EnterResult.Active, await scene.Enter(2));
            Assert.Equal([1, 2], scene.Admitted());
        });
    }

    [Fact]
    public void The_next_is_admitted_when_a_hold_expires()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            await scene.Hold(1, "S-00");
            await scene.Wait(59.9);
            Assert.Equal(EnterResult.Waiting, await scene.Enter(2));
            await scene.Wait(0.2);
            Assert.Equal(EnterResult.Active, await scene.Enter(2));
            Assert.Equal(EnterResult.Released, await scene.Enter(1));
        });
    }

    [Fact]
    public void An_absent_fan_keeps_the_place_and_loses_only_the_claim_window()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            await scene.Join(1, 2, 3);
            await scene.Wait(59);
            Assert.Equal([1], scene.Admitted());
            await scene.Wait(1.1);
            Assert.Equal([1, 2], scene.Admitted());
            Assert.Equal(EnterResult.Missed, await scene.Enter(1));
            Assert.Equal(EnterResult.Active, await scene.Enter(2));
            await scene.Join(1);
            Assert.Equal(4, scene.Place(1).Number);
        });
    }

    [Fact]
    public void The_next_is_admitted_when_the_active_window_is_over()
    {
        using var scene = new QueueScene();
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            Assert.Equal(EnterResult.Active, await scene.Enter(1));
            await scene.Wait(599.9);
            Assert.Equal(EnterResult.Active, await scene.Enter(1));
            Assert.Equal([1], scene.Admitted());
            await scene.Wait(0.2);
            Assert.Equal([1, 2], scene.Admitted());
            Assert.Equal(EnterResult.RanOut, await scene.Enter(1));
        });
    }

    [Fact]
    public void A_payment_that_begins_late_extends_the_turn_to_cover_it_and_none_makes_the_hold_longer()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 1, ActiveSeconds: 50));
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            var held = await scene.Hold(1, "S-00");
            await scene.Wait(40);
            for (var attempt = 0; attempt < 2; attempt++)
            {
                var covered = scene.World.Time.GetUtcNow().AddSeconds(Limits.PaymentCoverSeconds);
                // Without money: the reservation is pending again.
                Assert.Equal(PayResult.InsufficientBalance, (await scene.Pay(1, held)).Result);
                await scene.Wait(9);
                var place = Place();
                Assert.Equal((PlaceStatus.Active, true), (place.Status, place.Extended));
                Assert.Equal(covered, place.Until!.Value, TimeSpan.FromSeconds(1));
            }

            // The hold ends when it would have ended without payments, and the turn with it.
            await scene.Wait(9);
            Assert.Equal(PlaceStatus.Released, Place().Status);
            Assert.Equal([1, 2], scene.Admitted());
        });

        PlaceRow Place() => scene.Store.QueuePlaces.Single(row => row.UserId == QueueScene.Fan(1));
    }

    [Fact]
    public void Thousands_are_admitted_in_bounded_batches_as_fast_as_they_come()
    {
        using var scene = new QueueScene(
            new QueueSettings(MaxActive: 3_000, PausesWhenSoldOut: false), opensIn: TimeSpan.FromMinutes(1));
        scene.Run(async () =>
        {
            for (var first = 0; first < 3_500; first += 500)
                await scene.Queue().Join([.. Enumerable.Range(first, 500).Select(QueueScene.Fan)]);
            await scene.Wait(60.1);

            Assert.Equal(Enumerable.Range(0, 3_000), scene.Admitted());
            var events = scene.Store.Events.Where(item => item.Topic == "waiting-token.activated").ToArray();
            Assert.Equal(3_000 / Limits.AdmissionsPerBatch, events.Length);
            Assert.Contains("\"count\":500,\"through\":3000", events[^1].Payload);
        });
    }

    [Fact]
    public void A_long_run_of_places_given_back_is_passed_over_in_bounded_turns()
    {
        using var scene = new QueueScene(opensIn: TimeSpan.FromMinutes(10));
        scene.Run(async () =>
        {
            for (var first = 0; first < 4_500; first += 500)
                await scene.Queue().Join([.. Enumerable.Range(first, 500).Select(QueueScene.Fan)]);
            foreach (var place in scene.Store.QueuePlaces.Where(place => place.Number is > 1 and < 4_400))
                await scene.Queue().Leave(new QueuePlace(place.UserId, place.Number, place.JoinedAt));
            await scene.Wait(600.1);
            Assert.Equal([0], scene.Admitted());
            await scene.Wait(60);
            Assert.Equal([0, 4_399], scene.Admitted());
        });
    }
}

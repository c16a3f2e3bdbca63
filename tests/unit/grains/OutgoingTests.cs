using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.PostProcessing;
using Ticketing.Reservations;

namespace Ticketing.Tests.Grains;

/// <summary>Notifications to fans; events for another platform take the same path.</summary>
public sealed class OutgoingTests : IDisposable
{
    private readonly TwoSilos world = new();

    [Fact]
    public void Everybody_is_told_what_became_of_their_reservation() => world.Run(async () =>
    {
        await world.Balance().Charge(new("charge", 1_000));
        var (id, _) = await world.Reserve(["S-00"]);
        await world.PayThrough(id);

        await world.Deliver("notification");

        Assert.Equal(
            [(Topics.ReservationCreated, ReservationStatus.Pending),
                (Topics.ReservationConfirmed, ReservationStatus.Confirmed)],
            world.Outside.Taken.Select(told => (told.Topic, told.Body.Status)));
        Assert.All(world.Outside.Taken, told => Assert.Contains(world.Store.Events, e => e.EventId == told.EventId));
        Assert.All(world.Outside.Taken, told => Assert.Equal(world.UserId, told.Body.UserId));
    });

    [Fact]
    public void The_other_platform_hears_of_sales_only() => world.Run(async () =>
    {
        await world.Balance().Charge(new("charge", 1_000));
        var (id, _) = await world.Reserve(["S-00"]);
        await world.PayThrough(id);
        await world.Reservation(id).Cancel(new(world.UserId));

        await world.Deliver("external-platform");

        Assert.Equal(
            [Topics.ReservationConfirmed, Topics.ReservationCancelled],
            world.Outside.Taken.Select(sent => sent.Topic));
    });

    [Fact]
    public void One_that_is_refused_keeps_back_only_its_own_and_the_rest_is_not_sent_again() => world.Run(async () =>
    {
        var events = Events(reservations: 5, each: 3);
        var bad = events[9].EventId;
        world.Outside.Refuses = told => told.EventId == bad;

        var failure = await Assert.ThrowsAsync<SendFailedException>(() => Grain().HandleReservations(events));
        Assert.StartsWith("2 of 15 events were not sent", failure.Message);
        Assert.Contains($"{bad} is refused", failure.Message);
        Assert.Equal(13, world.Outside.Taken.Count);

        // A batch is retried, then each event by itself, as a group does.
        await Assert.ThrowsAsync<SendFailedException>(() => Grain().HandleReservations(events));
        foreach (var item in events.Where(item => item.Key != events[9].Key)) await Grain().HandleReservations([item]);
        Assert.Equal(13, world.Outside.Taken.Count);

        world.Outside.Refuses = _ => false;
        await Grain().HandleReservations(events);
        AssertEachOnceInOrder(events);
    });

    [Fact]
    public void Several_reservations_are_told_of_at_once_and_each_in_order() => world.Run(async () =>
    {
        var events = Events(reservations: 50, each: 4);
        world.Outside.Slow = TimeSpan.FromMilliseconds(20);
        var begun = world.Time.GetUtcNow();

        await Grain().HandleReservations(events);

        Assert.Equal(Limits.SendsAtOnce, world.Outside.MostUnderWay);
        AssertEachOnceInOrder(events);
        Assert.True(world.Time.GetUtcNow() - begun < TimeSpan.FromSeconds(1));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whoever_does_not_answer_holds_a_turn_for_less_than_three_seconds(bool stubborn) => world.Run(async () =>
    {
        (world.Outside.Slow, world.Outside.Stubborn) = (TimeSpan.FromMinutes(1), stubborn);
        var begun = world.Time.GetUtcNow();

        var failure = await Assert.ThrowsAsync<SendFailedException>(() => Grain().HandleReservations(Events(50, 4)));

        Assert.True(world.Time.GetUtcNow() - begun < TimeSpan.FromSeconds(3));
        Assert.StartsWith("200 of 200 events were not sent", failure.Message);
        Assert.Contains("was not taken within 2000 ms", failure.Message);
        Assert.Equal(Limits.SendsAtOnce, world.Outside.Came);
    });

    [Fact]
    public void A_batch_that_takes_too_long_is_sent_in_parts() => world.Run(async () =>
    {
        var events = Events(reservations: 40, each: 5);
        world.Outside.Slow = TimeSpan.FromMilliseconds(300);
        var turns = 1;
        while (true)
        {
            var begun = world.Time.GetUtcNow();
            try
            {
                await Grain().HandleReservations(events);
                break;
            }
            catch (SendsLeftException)
            {
                turns++;
                Assert.True(world.Time.GetUtcNow() - begun < TimeSpan.FromSeconds(3));
            }
        }

        Assert.InRange(turns, 5, 15);
        AssertEachOnceInOrder(events);
    });

    public void Dispose() => world.Dispose();

    private void AssertEachOnceInOrder(ImmutableArray<Delivered<ReservationEvent>> events)
    {
        Assert.Equal(events.Length, world.Outside.Taken.Count);
        foreach (var ofOne in events.GroupBy(item => item.Key))
        {
            Assert.Equal(
                ofOne.Select(item => item.EventId),
                world.Outside.Taken.Where(told => told.Key == ofOne.Key).Select(told => told.EventId));
        }
    }

    private INotificationGrain Grain() => world.Silo(0).GetGrain<INotificationGrain>("0");

    /// <summary>The events of different reservations alternate.</summary>
    private ImmutableArray<Delivered<ReservationEvent>> Events(int reservations, int each)
    {
        var now = world.Time.GetUtcNow();
        var ids = Enumerable.Range(0, reservations).Select(_ => Guid.NewGuid()).ToArray();
        return
        [
            .. from version in Enumerable.Range(1, each)
            from id in ids
            let body = new ReservationEvent(
                id, world.ScheduleId, world.UserId, [], 100, now, null, ReservationStatus.Pending,
                PaymentStatus.Pending, now, version, version, [])
            select new Delivered<ReservationEvent>(
                Guid.NewGuid(), Topics.ReservationCreated, GrainKeys.Of(id), now, TraceParent: null, body),
        ];
    }
}

using Ticketing.Catalog;
using Ticketing.Reservations;
using Ticketing.Seats;

namespace Ticketing.Tests.Grains;

/// <summary>An operator asks to block a seat, which is held or sold, when it comes back.</summary>
public sealed class BlockWishTests : IDisposable
{
    private const string Seat = "S-01";

    private readonly TwoSilos world = new();

    [Fact]
    public void A_held_seat_is_blocked_when_the_hold_ends_and_free_after_unblocking() => world.Run(async () =>
    {
        await world.Reserve([Seat, "S-02"]);
        Assert.Equal(BlockOutcome.Taken, await Of(Seat).Block());
        Assert.Equal(BlockOutcome.WhenFree, await Of(Seat).BlockWhenFree());
        Assert.Equal(BlockOutcome.WhenFree, await Of(Seat).BlockWhenFree());

        await Task.Delay(TimeSpan.FromSeconds(61), world.Time);

        AssertStatus(SeatStatus.Blocked, Seat);
        AssertStatus(SeatStatus.Available, "S-02");
        Assert.Equal(ReserveResult.Taken, (await world.Reserve([Seat])).Outcome.Result);
        Assert.Equal(BlockOutcome.Done, await Of(Seat).Unblock());
        Assert.Equal(ReserveResult.Reserved, (await world.Reserve([Seat])).Outcome.Result);
    });

    [Fact]
    public void A_sold_seat_is_blocked_when_it_is_refunded() => world.Run(async () =>
    {
        await world.Balance().Charge(new("charge", 1_000));
        var (id, _) = await world.Reserve([Seat]);
        Assert.Equal(BlockOutcome.WhenFree, await Of(Seat).BlockWhenFree());
        Assert.Equal(PayResult.Confirmed, (await world.PayThrough(id)).Result);
        AssertStatus(SeatStatus.Sold, Seat);

        Assert.Equal(CancelResult.Cancelled, (await world.Reservation(id).Cancel(new(world.UserId))).Result);

        AssertStatus(SeatStatus.Blocked, Seat);
        Assert.Null(world.Store.Seats.Single(row => row.Key.SeatId == Seat).BlockWantedAt);
    });

    [Fact]
    public void A_wish_that_was_ended_leaves_the_seat_free() => world.Run(async () =>
    {
        var (id, _) = await world.Reserve([Seat]);
        await Of(Seat).BlockWhenFree();
        Assert.Equal(BlockOutcome.Done, await Of(Seat, silo: 1).Unblock());

        await world.Reservation(id).Cancel(new(world.UserId));

        AssertStatus(SeatStatus.Available, Seat);
        Assert.Equal(ReserveResult.Reserved, (await world.Reserve([Seat])).Outcome.Result);
    });

    [Fact]
    public void Of_two_activations_the_one_that_did_not_hear_of_the_wish_gives_the_seat_to_no_fan() =>
        world.Run(async () =>
        {
            var (id, _) = await world.Reserve([Seat]); // the seat's activation in the first silo knows the hold
            Assert.Equal(BlockOutcome.WhenFree, await Of(Seat, silo: 1).BlockWhenFree());

            // Another activation of the reservation gives the seat back, and tells the seat of its own silo only.
            await world.Reservation(id, silo: 1).Cancel(new(world.UserId));

            AssertStatus(SeatStatus.Blocked, Seat);
            Assert.Equal(ReserveResult.Taken, (await world.Reserve([Seat], silo: 0)).Outcome.Result);
            Assert.Equal(ReserveResult.Taken, (await world.Reserve([Seat], silo: 1)).Outcome.Result);
        });

    [Fact]
    public void A_wish_survives_the_crash_of_all_grains() => world.Run(async () =>
    {
        await world.Reserve([Seat]);
        await Of(Seat).BlockWhenFree();
        world.Host(0).CrashAll();

        Assert.Equal(BlockOutcome.Done, await Of(Seat).Unblock());
        Assert.Equal(BlockOutcome.WhenFree, await Of(Seat).BlockWhenFree());
    });

    [Fact]
    public void The_map_shows_the_seat_as_blocked() => world.Run(async () =>
    {
        var map = world.Silo(0).GetGrain<ISeatMapGrain>(GrainKeys.Of(world.ScheduleId));
        await map.Get();
        var (id, _) = await world.Reserve([Seat]);
        await Of(Seat).BlockWhenFree();
        await world.Reservation(id).Cancel(new(world.UserId));
        await world.Deliver("seat-map");

        Assert.Equal([Seat], (await map.Get())!.Blocked.ToArray());
        Assert.Equal(1, world.Store.SnapshotLoads);
    });

    public void Dispose() => world.Dispose();

    private ISeatGrain Of(string seat, int silo = 0) =>
        world.Silo(silo).GetGrain<ISeatGrain>(GrainKeys.Seat(new SeatKey(world.ScheduleId, seat)));

    private void AssertStatus(SeatStatus status, string seat) =>
        Assert.Equal(status, world.Store.Seats.Single(row => row.Key.SeatId == seat).Status);
}

using Ticketing.Reservations;

namespace Ticketing.Tests.Grains;

/// <summary>Fans who name a category and a quantity, in one row of eight seats.</summary>
public sealed class BestSeatsTests : IDisposable
{
    private readonly TwoSilos world = new(seats: 8);

    [Fact]
    public void Four_pairs_get_a_row_of_eight_one_after_the_other() => world.Run(async () =>
    {
        for (var pair = 0; pair < 4; pair++) AssertTogether(await Reserve());
        await world.Deliver("seat-map");
        Assert.Equal(ReserveResult.NotEnoughSeats, (await Reserve()).Result);
    });

    [Fact]
    public void A_row_that_is_sold_out_is_refused_as_such_although_the_events_are_late() => world.Run(async () =>
    {
        world.Store.SlowSnapshots = TimeSpan.FromMilliseconds(50);
        for (var pair = 0; pair < 4; pair++) AssertTogether(await Reserve());

        Assert.Equal(ReserveResult.NotEnoughSeats, (await Reserve()).Result);
    });

    [Fact]
    public void Four_pairs_get_a_row_of_eight_at_the_same_moment() => world.Run(async () =>
    {
        var pairs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Reserve()));
        Assert.All(pairs, AssertTogether);
    });

    /// <summary>
    /// Each activation of the seat map suggests the same pairs; the fan who loses a pair is sent to another one.
    /// </summary>
    [Fact]
    public void Four_pairs_get_a_row_of_eight_at_the_same_moment_although_the_seat_map_is_active_twice() =>
        world.Run(async () =>
        {
            var pairs = await Task.WhenAll(Enumerable.Range(0, 4).Select(fan => Reserve(silo: fan % 2)));
            Assert.All(pairs, AssertTogether);
        });

    [Fact]
    public void The_answer_says_whether_the_seats_are_side_by_side_and_a_fan_who_insists_is_refused_otherwise() =>
        world.Run(async () =>
        {
            await world.Reserve(["S-01", "S-03", "S-05", "S-07"]);
            await world.Deliver("seat-map");

            Assert.Equal(ReserveResult.NotTogether, (await Reserve(together: true)).Result);
            var split = await Reserve();

            Assert.Equal(ReserveResult.Reserved, split.Result);
            Assert.False(split.Reservation!.Together);
        });

    [Fact]
    public void A_single_seat_may_be_left_by_a_fan_who_names_the_seats() => world.Run(async () =>
        Assert.Equal(ReserveResult.Reserved, (await world.Reserve(["S-01", "S-02"])).Outcome.Result));

    public void Dispose() => world.Dispose();

    private static void AssertTogether(ReserveOutcome outcome)
    {
        Assert.Equal(ReserveResult.Reserved, outcome.Result);
        Assert.True(outcome.Reservation!.Together);
        int[] numbers = [.. outcome.Reservation.Seats.Select(seat => int.Parse(seat.SeatId[2..]))];
        Assert.Equal(numbers[0] + 1, numbers[1]);
    }

    private Task<ReserveOutcome> Reserve(int silo = 0, bool together = false)
    {
        var wish = new ReserveSeats(
            world.ScheduleId, Guid.NewGuid(), [], "A", 2, "two of A", Together: together);
        return world.Reservation(Guid.NewGuid(), silo).Reserve(wish);
    }
}

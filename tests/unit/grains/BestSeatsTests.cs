using Ticketing.Reservations;
using Xunit.Abstractions;

namespace Ticketing.Tests.Grains;

/// <summary>Fans who name a category and a quantity, in one row of eight seats.</summary>
public sealed class BestSeatsTests(ITestOutputHelper output) : IDisposable
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
    public void Four_pairs_get_a_row_of_eight_at_the_same_moment() => world.Run(async () =>
    {
        var pairs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Reserve()));
        Assert.All(pairs, AssertTogether);
    });

    /// <summary>
    /// Each activation of the seat map suggests the same pairs; the fan who loses a pair is sent to another one.
    /// </summary>
    [Fact]
    public void Four_pairs_get_a_row_of_eight_at_the_same_moment_although_the_seat_map_is_active_twice()
    {
        world.Run(async () =>
        {
            var pairs = await Task.WhenAll(Enumerable.Range(0, 4).Select(fan => Reserve(silo: fan % 2)));
            output.WriteLine(string.Join(", ", pairs.Select(Seats)));
            Assert.Equal(8, world.SeatsHeld);
        });
    }

    public void Dispose() => world.Dispose();

    private static void AssertTogether(ReserveOutcome outcome)
    {
        Assert.Equal(ReserveResult.Reserved, outcome.Result);
        var numbers = outcome.Reservation!.Seats.Select(seat => int.Parse(seat.SeatId[2..])).ToArray();
        Assert.Equal(numbers[0] + 1, numbers[1]);
    }

    private static string Seats(ReserveOutcome outcome) => outcome.Reservation is { } made
        ? string.Join('+', made.Seats.Select(seat => seat.SeatId))
        : $"{outcome.Result}";

    private Task<ReserveOutcome> Reserve(int silo = 0) => world.Reservation(Guid.NewGuid(), silo).Reserve(
        new ReserveSeats(world.ScheduleId, Guid.NewGuid(), [], "A", 2, "two of A"));
}

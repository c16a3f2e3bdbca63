using Microsoft.Extensions.Logging.Abstractions;
using Ticketing.Catalog;
using Ticketing.Recovery;
using Ticketing.Reservations;

namespace Ticketing.Tests.Grains;

/// <summary>Holds that were left behind when everything was down, and the sweeper that finds them.</summary>
public class SweeperTests
{
    private const int Left = SweepLimits.Parallel + 8;

    [Fact]
    public void A_reservation_that_hangs_holds_up_no_other()
    {
        using var world = new TwoSilos(Left);
        using var sweeper = Sweeper(world);
        world.Run(async () =>
        {
            await LeaveBehind(world);
            world.Store.HangingReservationLoads = 1;

            var sweep = sweeper.SweepAsync(CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);

            Assert.Equal(Left - 1, Expired(world));
            Assert.Equal(Left - 1, await sweep);
        });
    }

    [Fact]
    public void A_sweep_ends_at_once_when_the_process_stops()
    {
        using var world = new TwoSilos(Left);
        using var sweeper = Sweeper(world);
        world.Run(async () =>
        {
            await LeaveBehind(world);
            world.Store.HangingReservationLoads = Left;

            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1), world.Time);
            var stopped = world.Time.GetUtcNow().AddSeconds(1);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sweeper.SweepAsync(stop.Token));

            Assert.Equal(stopped, world.Time.GetUtcNow());
            Assert.Equal(SweepLimits.Parallel, world.Store.ReservationLoads);
        });
    }

    [Fact]
    public void What_several_sweepers_find_at_once_is_read_once()
    {
        using var world = new TwoSilos(Left);
        using var one = Sweeper(world);
        using var other = Sweeper(world);
        world.Run(async () =>
        {
            await LeaveBehind(world);

            await Task.WhenAll(one.SweepAsync(CancellationToken.None), other.SweepAsync(CancellationToken.None));

            Assert.Equal((Left, Left), (Expired(world), world.Store.ReservationLoads));
        });
    }

    private static Sweeper Sweeper(TwoSilos world) =>
        new(world.Silo(0), world.Store, world.Time, NullLogger<Sweeper>.Instance);

    /// <summary>One hold a seat, all of them over, and no grain that knows of them.</summary>
    private static async Task LeaveBehind(TwoSilos world)
    {
        var now = world.Time.GetUtcNow();
        var terms = new SaleTerms(world.ScheduleId, now, now.AddDays(1), HoldSeconds: 5, SeatsPerFan: 1, ["A"]);
        foreach (var seat in world.Store.Seats)
        {
            var command = new ReserveSeats(world.ScheduleId, Guid.NewGuid(), [seat.Key.SeatId], null, 0, "hash");
            var record = ReservationRules.Create(
                Guid.NewGuid(), command, [new(seat.Key.SeatId, seat.Category, seat.Price, seat.Version)], terms, now);
            await world.Store.CommitAsync(ReservationCommits.Write(null, record));
        }

        await Task.Delay(TimeSpan.FromMinutes(1), world.Time);
    }

    private static int Expired(TwoSilos world) =>
        world.Store.Reservations.Count(row => row.Status == ReservationStatus.Expired);
}

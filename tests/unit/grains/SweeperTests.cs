using Microsoft.Extensions.Logging.Abstractions;
using Ticketing.Catalog;
using Ticketing.Reservations;
using Ticketing.Silo;
using Ticketing.Stock;
using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

/// <summary>Holds left behind by an outage of everything, and the sweeper that finds them.</summary>
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

    [Fact]
    public void General_admission_that_was_set_aside_for_nobody_is_given_back_and_what_somebody_has_is_not()
    {
        using var world = new TwoSilos();
        using var sweeper = Sweeper(world);
        world.Run(async () =>
        {
            var (schedule, now) = (Guid.NewGuid(), world.Time.GetUtcNow());
            world.Store.Seed(new SaleTerms(schedule, now, now.AddDays(1), HoldSeconds: 3_600, SeatsPerFan: 4, []), []);
            world.Store.SeedAdmission(new StockKey(schedule, "Standing"), capacity: 3, price: 100);
            var made = Guid.NewGuid();
            Assert.Equal(ReserveResult.Reserved, (await Stand(made)).Result);
            world.Store.LoseReservations = true;
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => Stand(Guid.NewGuid()));
            world.Store.LoseReservations = false;
            Assert.Equal(3, Standing().Allocated);

            await Task.Delay(TimeSpan.FromSeconds(Limits.UnclaimedTakeSeconds - 1), world.Time);
            await sweeper.SweepAsync(CancellationToken.None);
            Assert.Equal(3, Standing().Allocated);
            await Task.Delay(TimeSpan.FromSeconds(SweepLimits.TakesPeriodSeconds), world.Time);
            await sweeper.SweepAsync(CancellationToken.None);

            Assert.Equal(1, Standing().Allocated);
            Assert.Equal(made, world.Store.StockTakes.Single(take => take.Status == StockTakeStatus.Allocated).TakeId);

            Task<ReserveOutcome> Stand(Guid id) => world.Reservation(id).Reserve(new ReserveSeats(
                schedule, Guid.NewGuid(), [], "Standing", id == made ? 1 : 2, $"{id}"));
            StockRow Standing() => world.Store.Stock.Single(stock => stock.Key.Category == "Standing");
        });
    }

    private static Sweeper Sweeper(TwoSilos world) =>
        new(world.Silo(0), world.Store, world.Time, NullLogger<Sweeper>.Instance);

    /// <summary>Leaves an expired hold for every seat, and no grain that knows of them.</summary>
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

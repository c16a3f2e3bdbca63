using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Reservations;

namespace Ticketing.Tests.Grains;

/// <summary>The fans that a seat map names, so that their pages read their reservations again.</summary>
public sealed class FanHintTests : IDisposable
{
    private readonly TwoSilos world = new();

    private ISeatMapGrain Map => world.Silo(0).GetGrain<ISeatMapGrain>(GrainKeys.Of(world.ScheduleId));

    [Fact]
    public void Every_step_of_a_reservation_names_its_fan_whether_it_changes_seats_or_not() => world.Run(async () =>
    {
        var id = Guid.NewGuid();
        await ShouldTell(["S-01"], () => world.Reserve(["S-01"], id: id));
        await ShouldTell([], () => world.Reservation(id).Renew(new RenewReservation(world.UserId, "one")));
        await ShouldTell([], () => world.Reservation(id).Pay(new PayReservation(world.UserId)));
        await ShouldTell([], () => world.Settle()); // the balance does not suffice
        Assert.Equal(ReservationStatus.Pending, (await world.Reservation(id).Get(world.UserId))!.Status);

        await world.Balance().Charge(new BalanceChange("charge", 1_000));
        await ShouldTell(["S-01"], () => world.PayThrough(id));
        await ShouldTell(["S-01"], () => world.Reservation(id).Cancel(new CancelReservation(world.UserId)));
    });

    public void Dispose() => world.Dispose();

    /// <summary>The events of this step change these seats on the map and name the fan.</summary>
    private async Task ShouldTell(string[] seats, Func<Task> step)
    {
        var (version, before) = ((await Map.Get())!.Version, world.Store.Events.Count);
        await step();
        await world.Deliver("seat-map", [.. world.Store.Events.Skip(before)]);
        var update = (await Map.GetSince(version))!;
        Assert.Equal([world.UserId], update.Fans!.Value.AsEnumerable());
        Assert.Equal(seats, update.Changes.Select(change => change.SeatId));
    }
}

using System.Collections.Immutable;
using Ticketing.Reservations;

namespace Ticketing.Bench.Contention;

/// <summary>The product: reservation, fan and seat grains in a silo of this process, group commit below.</summary>
internal sealed class GrainSeller : ISeller
{
    private readonly BenchSilo silo;

    private GrainSeller(BenchSilo silo)
    {
        this.silo = silo;
        Seats = BenchHouse.In(silo.Database);
    }

    public string Name => "grains";

    public SeatSupply Seats { get; }

    public static async Task<GrainSeller> StartAsync(string connectionString) =>
        new(await BenchSilo.StartAsync(connectionString));

    public async Task<bool> ReserveAsync(Guid fan, int seat)
    {
        var reservation = silo.Grains.GetGrain<IReservationGrain>(GrainKeys.Of(Guid.NewGuid()));
        var (scheduleId, seatId) = Seats[seat];
        ImmutableArray<string> wish = [seatId];
        var outcome = await reservation.Reserve(new ReserveSeats(scheduleId, fan, wish, null, 0, "hash"));
        return outcome.Result switch
        {
            ReserveResult.Reserved => true,
            ReserveResult.Taken => false,
            _ => throw new InvalidOperationException($"A reservation answered {outcome.Result}."),
        };
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();
}

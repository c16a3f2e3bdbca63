using System.Collections.Immutable;
using Ticketing.Reservations;

namespace Ticketing.Bench.Contention;

/// <summary>The product: reservation, fan and seat grains in a silo of this process, over group commit.</summary>
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

/// <summary>A way of selling seats. Seats are numbered; many fans ask for a number, but it is sold once.</summary>
internal interface ISeller : IAsyncDisposable
{
    string Name { get; }

    SeatSupply Seats { get; }

    /// <summary>Whether the fan got the seat: true only after the reservation is durable.</summary>
    Task<bool> ReserveAsync(Guid fan, int seat);
}

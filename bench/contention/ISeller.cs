namespace Ticketing.Bench.Contention;

/// <summary>A way of selling seats. Seats are numbered; many fans ask for a number, but it is sold once.</summary>
internal interface ISeller : IAsyncDisposable
{
    string Name { get; }

    SeatSupply Seats { get; }

    /// <summary>Whether the fan got the seat: true only after the reservation is durable.</summary>
    Task<bool> ReserveAsync(Guid fan, int seat);
}

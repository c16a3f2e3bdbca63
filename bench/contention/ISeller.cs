namespace Ticketing.Bench.Contention;

/// <summary>A way of selling seats. Seats are numbered; a number is asked for by many, but sold once.</summary>
internal interface ISeller : IAsyncDisposable
{
    string Name { get; }

    /// <summary>The next seats nobody has asked for yet; throws when the house is too small for the run.</summary>
    int TakeFreshSeats(int count);

    /// <summary>Whether the fan got the seat: true only after the reservation is durable.</summary>
    Task<bool> ReserveAsync(Guid fan, int seat);
}

using Ticketing.Stock;

namespace Ticketing.Storage;

/// <summary>
/// The stock of a category; version 1 is written when its schedule is created, not by the stock grain.
/// </summary>
/// <param name="HasSeats">True for seats of the plan, false for general admission.</param>
/// <param name="Allocated">Allocated to orders, or to reservations of general admission.</param>
/// <param name="Sold">Sold: tickets issued and not cancelled.</param>
public sealed record StockRow(StockKey Key, int Capacity, bool HasSeats, int Allocated, int Sold, long Version)
{
    public int Free => Capacity - Allocated - Sold;
}

/// <summary>The stock taken by one order, or by one reservation of general admission, one row each.</summary>
/// <param name="TakeId">Id of the order, or for general admission of the reservation.</param>
/// <param name="At">When the row was last written.</param>
public sealed record StockTakeRow(
    StockKey Key, Guid TakeId, Guid ReservationId, int Quantity, StockTakeStatus Status, DateTimeOffset At,
    long Version) : IVersionedRow;

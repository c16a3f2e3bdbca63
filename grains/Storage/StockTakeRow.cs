using Ticketing.Stock;

namespace Ticketing.Storage;

/// <summary>What one order, or one reservation of general admission, has of a stock. One row each.</summary>
/// <param name="TakeId">The order of seats; the reservation of general admission.</param>
/// <param name="At">When it was written last.</param>
public sealed record StockTakeRow(
    StockKey Key, Guid TakeId, Guid ReservationId, int Quantity, StockTakeStatus Status, DateTimeOffset At,
    long Version) : IVersionedRow;

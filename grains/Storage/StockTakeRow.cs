using Ticketing.Stock;

namespace Ticketing.Storage;

/// <summary>What one order, or one reservation of general admission, has of a stock. One row each.</summary>
/// <param name="TakeId">The order of seats; the reservation of general admission.</param>
public sealed record StockTakeRow(
    StockKey Key, Guid TakeId, Guid ReservationId, int Quantity, StockTakeStatus Status, long Version);

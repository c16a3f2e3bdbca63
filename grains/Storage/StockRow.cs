using Ticketing.Stock;

namespace Ticketing.Storage;

/// <summary>What there is to sell of a category; made with its schedule, so version 1 is never written here.</summary>
/// <param name="HasSeats">Whether they are seats of the plan; else general admission.</param>
/// <param name="Allocated">Set aside for orders, or for reservations of general admission.</param>
/// <param name="Sold">Tickets issued and not cancelled.</param>
public sealed record StockRow(StockKey Key, int Capacity, bool HasSeats, int Allocated, int Sold, long Version);

using Ticketing.Events;

namespace Ticketing.Storage;

/// <param name="Version">See <see cref="StockEvent"/>.</param>
public sealed record StockFacet(StockStatus Status, long Version);

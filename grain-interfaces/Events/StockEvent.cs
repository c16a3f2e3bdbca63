namespace Ticketing.Events;

/// <summary>The body of every <c>stock.*</c> event, version 1. Key: the reservation.</summary>
/// <param name="Version">Grows with every change of what the reservation takes from the stock.</param>
/// <param name="Category">Which stock; a reservation may take from several.</param>
[GenerateSerializer, Immutable, Alias("StockEvent")]
public sealed record StockEvent(
    [property: Id(0)] Guid ReservationId,
    [property: Id(1)] StockStatus Status,
    [property: Id(2)] long Version,
    [property: Id(3)] OrderEvent? Order = null,
    [property: Id(4)] string? Category = null);

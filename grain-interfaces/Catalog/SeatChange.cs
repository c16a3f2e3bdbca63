using Ticketing.Seats;

namespace Ticketing.Catalog;

/// <summary>A seat and what it is now.</summary>
[GenerateSerializer, Immutable, Alias("SeatChange")]
public sealed record SeatChange([property: Id(0)] string SeatId, [property: Id(1)] SeatStatus Status);

using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <param name="Quantity">Seats, 1 to 8.</param>
/// <param name="Except">Seats that turned out to be taken.</param>
[GenerateSerializer, Immutable, Alias("SeatWish")]
public sealed record SeatWish(
    [property: Id(0)] string Category,
    [property: Id(1)] int Quantity,
    [property: Id(2)] ImmutableArray<string> Except);

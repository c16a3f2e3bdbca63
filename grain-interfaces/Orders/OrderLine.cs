namespace Ticketing.Orders;

/// <param name="Quantity">Seats of the category.</param>
/// <param name="HasSeats">Whether they are seats of the plan; else general admission.</param>
[GenerateSerializer, Immutable, Alias("OrderLine")]
public sealed record OrderLine(
    [property: Id(0)] string Category, [property: Id(1)] int Quantity, [property: Id(2)] bool HasSeats = true);

namespace Ticketing.Orders;

/// <summary>Something that happened to an order.</summary>
/// <param name="Name">The topic of the event, or a word of its own for what is no event.</param>
/// <param name="Detail">Which part, why; null when the name says all.</param>
[GenerateSerializer, Immutable, Alias("OrderStep")]
public sealed record OrderStep(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] string Name, [property: Id(2)] string? Detail = null);

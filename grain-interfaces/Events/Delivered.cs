namespace Ticketing.Events;

/// <summary>An event as a consumer gets it: at least once, in order per key.</summary>
/// <param name="EventId">The same every time the event is delivered.</param>
/// <param name="Key">Events of one key come in the order in which they were committed.</param>
/// <param name="TraceParent">W3C trace context of what caused the event.</param>
[GenerateSerializer, Immutable, Alias("Delivered`1")]
public sealed record Delivered<TBody>(
    [property: Id(0)] Guid EventId,
    [property: Id(1)] string Topic,
    [property: Id(2)] string Key,
    [property: Id(3)] DateTimeOffset OccurredAt,
    [property: Id(4)] string? TraceParent,
    [property: Id(5)] TBody Body);

namespace Ticketing.Storage;

/// <summary>An event that becomes true with the commit it is part of.</summary>
/// <param name="Key">Events of one key are delivered in the order in which they were committed.</param>
/// <param name="Payload">JSON.</param>
/// <param name="TraceParent">W3C trace context of the request that caused it.</param>
public sealed record OutboxEvent(
    Guid EventId,
    string Topic,
    string Key,
    string Payload,
    string? TraceParent,
    DateTimeOffset OccurredAt);

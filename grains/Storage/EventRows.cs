namespace Ticketing.Storage;

/// <summary>An event in the outbox, written by the commit of the change that it reports.</summary>
/// <param name="Key">Events of one key are delivered in the order in which they were committed.</param>
/// <param name="Payload">The body as JSON.</param>
/// <param name="TraceParent">W3C trace context of the request that caused the event.</param>
public sealed record OutboxEvent(
    Guid EventId,
    string Topic,
    string Key,
    string Payload,
    string? TraceParent,
    DateTimeOffset OccurredAt);

/// <summary>
/// Records that a consumer group has processed an event; written by the commit of the effect. A second write is a
/// conflict.
/// </summary>
public sealed record ConsumedRow(string Group, Guid EventId, DateTimeOffset At);

namespace Ticketing.Storage;

/// <summary>
/// That a consumer group has had the effect of an event; written in the commit of that effect, once. A second time is
/// a conflict.
/// </summary>
public sealed record ConsumedRow(string Group, Guid EventId, DateTimeOffset At);

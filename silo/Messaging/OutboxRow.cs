using Ticketing.Storage;

namespace Ticketing.Messaging;

/// <summary>An event that stands in the outbox.</summary>
/// <param name="Id">Of one key, the lower was committed first.</param>
/// <param name="OnlyGroup">The one consumer group that it is for; null when it is for all.</param>
public sealed record OutboxRow(long Id, short Shard, OutboxEvent Event, string? OnlyGroup);

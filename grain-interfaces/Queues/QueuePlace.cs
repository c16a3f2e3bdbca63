namespace Ticketing.Queues;

/// <summary>A fan's place, as a token names it.</summary>
/// <param name="Number">From 1, in order of arrival. Without a draw it is also the turn.</param>
[GenerateSerializer, Immutable, Alias("QueuePlace")]
public readonly record struct QueuePlace(
    [property: Id(0)] Guid UserId,
    [property: Id(1)] long Number,
    [property: Id(2)] DateTimeOffset JoinedAt);

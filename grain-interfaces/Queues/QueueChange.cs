namespace Ticketing.Queues;

/// <summary>What an operator changes; what is null stays. See <see cref="QueueSettings"/>.</summary>
[GenerateSerializer, Immutable, Alias("QueueChange")]
public sealed record QueueChange(
    [property: Id(0)] bool? Enabled = null,
    [property: Id(1)] int? MaxActive = null,
    [property: Id(2)] int? PacePerSecond = null,
    [property: Id(3)] bool? Paused = null,
    [property: Id(4)] bool? Draining = null,
    [property: Id(5)] int? ClaimSeconds = null,
    [property: Id(6)] int? ActiveSeconds = null,
    [property: Id(7)] bool? PausesWhenSoldOut = null,
    [property: Id(8)] bool? Draws = null);

namespace Ticketing.Queues;

/// <param name="ActiveUntil">Set when the result is <see cref="EnterResult.Active"/>.</param>
/// <param name="Ahead">Turns before this one, while the result is <see cref="EnterResult.Waiting"/>.</param>
[GenerateSerializer, Immutable, Alias("EnterOutcome")]
public sealed record EnterOutcome(
    [property: Id(0)] EnterResult Result,
    [property: Id(1)] DateTimeOffset? ActiveUntil = null,
    [property: Id(2)] long Ahead = 0);

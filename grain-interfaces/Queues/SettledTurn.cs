namespace Ticketing.Queues;

/// <param name="Number">
/// Of the place the reservation was made with: news of an earlier turn do not end a later one.
/// </param>
[GenerateSerializer, Immutable, Alias("SettledTurn")]
public sealed record SettledTurn(
    [property: Id(0)] Guid UserId,
    [property: Id(1)] long Number,
    [property: Id(2)] TurnNews News);

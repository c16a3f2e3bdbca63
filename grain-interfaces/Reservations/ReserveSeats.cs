using System.Collections.Immutable;
using Ticketing.Queues;

namespace Ticketing.Reservations;

/// <summary>
/// Asks for named seats (<see cref="Seats"/>), or for the best <see cref="Quantity"/> seats of a
/// <see cref="Category"/> when no seats are named.
/// </summary>
/// <param name="RequestHash">Tells a repeated request from another one under the same key.</param>
/// <param name="Place">The place whose token came with the request; null without one.</param>
[GenerateSerializer, Immutable, Alias("ReserveSeats")]
public sealed record ReserveSeats(
    [property: Id(0)] Guid ScheduleId,
    [property: Id(1)] Guid UserId,
    [property: Id(2)] ImmutableArray<string> Seats,
    [property: Id(3)] string? Category,
    [property: Id(4)] int Quantity,
    [property: Id(5)] string RequestHash,
    [property: Id(6)] QueuePlace? Place = null);

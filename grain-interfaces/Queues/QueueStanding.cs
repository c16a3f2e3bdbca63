using System.Collections.Immutable;

namespace Ticketing.Queues;

/// <summary>
/// What is published of a queue, so that a waiting fan's position can be told without asking the queue.
/// </summary>
/// <param name="OpensAt">When the sale opens; nobody is admitted before.</param>
/// <param name="LastNumber">The highest number given.</param>
/// <param name="AdmittedThrough">The watermark: every turn up to it has been admitted.</param>
/// <param name="Waiting">Fans with a place whose turn has not come.</param>
/// <param name="Active">Fans admitted: those who came, and those who have time to come.</param>
/// <param name="AdmittedPerMinute">Over the last minute.</param>
/// <param name="Served">Fans who paid, since the queue was made.</param>
/// <param name="Abandoned">Places that ended otherwise.</param>
/// <param name="DrawCommitment">SHA-256 of the key of the draw, hex; null without a draw.</param>
/// <param name="DrawKey">The key, once the order was drawn; empty before.</param>
/// <param name="DrawnEntries">Numbers 1 to this one were put in a drawn order; null before the draw.</param>
/// <param name="StartsAt">When the event begins, and the sale is over.</param>
[GenerateSerializer, Immutable, Alias("QueueStanding")]
public sealed record QueueStanding(
    [property: Id(0)] Guid ScheduleId,
    [property: Id(1)] QueueSettings Settings,
    [property: Id(2)] DateTimeOffset OpensAt,
    [property: Id(3)] long LastNumber,
    [property: Id(4)] long AdmittedThrough,
    [property: Id(5)] long Waiting,
    [property: Id(6)] int Active,
    [property: Id(7)] double AdmittedPerMinute,
    [property: Id(8)] long Served,
    [property: Id(9)] long Abandoned,
    [property: Id(10)] SeatSupply Supply,
    [property: Id(11)] string? DrawCommitment,
    [property: Id(12)] ImmutableArray<byte> DrawKey,
    [property: Id(13)] long? DrawnEntries,
    [property: Id(14)] DateTimeOffset StartsAt);

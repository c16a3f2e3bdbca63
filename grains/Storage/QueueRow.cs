using System.Collections.Immutable;
using Ticketing.Queues;

namespace Ticketing.Storage;

/// <summary>The queue of one schedule; made with the schedule, version 1.</summary>
/// <param name="LastNumber">The highest number given; 0 at first.</param>
/// <param name="AdmittedThrough">The highest turn that was admitted or passed over; 0 at first.</param>
/// <param name="Waiting">Places that wait.</param>
/// <param name="Served">Places that ended with a payment.</param>
/// <param name="Abandoned">Places that ended otherwise.</param>
/// <param name="DrawKey">32 bytes that order the draw, written once; empty without a draw.</param>
/// <param name="DrawnEntries">How many numbers were drawn, written once at the opening; null before.</param>
/// <param name="Version">See <see cref="Commit"/>.</param>
public sealed record QueueRow(
    Guid ScheduleId,
    QueueSettings Settings,
    long LastNumber,
    long AdmittedThrough,
    long Waiting,
    long Served,
    long Abandoned,
    ImmutableArray<byte> DrawKey,
    long? DrawnEntries,
    long Version);

namespace Ticketing.PostProcessing;

/// <summary>How a schedule sells: from the queue to the sold seat.</summary>
/// <param name="FansQueued">Places given in the queue.</param>
/// <param name="FansAdmitted">Turns given.</param>
/// <param name="Reserved">Reservations made.</param>
/// <param name="Confirmed">Of these, paid.</param>
/// <param name="Expired">Of these, not paid in time, nor sold or cancelled by a payment that came later.</param>
/// <param name="Cancelled">Of these, cancelled, before or after they were paid.</param>
/// <param name="SeatsSold">Seats paid for and not given back.</param>
/// <param name="Revenue">Points paid and not given back.</param>
/// <param name="LastEventAt">When the newest event that was counted happened.</param>
[GenerateSerializer, Immutable, Alias("ScheduleStatistics")]
public sealed record ScheduleStatistics(
    [property: Id(0)] Guid ScheduleId,
    [property: Id(1)] long FansQueued = 0,
    [property: Id(2)] long FansAdmitted = 0,
    [property: Id(3)] long Reserved = 0,
    [property: Id(4)] long Confirmed = 0,
    [property: Id(5)] long Expired = 0,
    [property: Id(6)] long Cancelled = 0,
    [property: Id(7)] long SeatsSold = 0,
    [property: Id(8)] long Revenue = 0,
    [property: Id(9)] DateTimeOffset? LastEventAt = null);

using Ticketing.PostProcessing;

namespace Ticketing.Api;

/// <summary>
/// How a schedule sells: from the queue to the sold seat. Counted from events, a moment after they happened.
/// </summary>
/// <param name="FansQueued">Places given in the queue.</param>
/// <param name="FansAdmitted">Turns given.</param>
/// <param name="Reserved">Reservations made.</param>
/// <param name="Confirmed">Of these, paid.</param>
/// <param name="Expired">Of these, not paid in time.</param>
/// <param name="Cancelled">Of these, cancelled, before or after they were paid.</param>
/// <param name="SeatsSold">Seats paid for and not given back.</param>
/// <param name="Revenue">Points paid and not given back.</param>
/// <param name="LastEventAt">When the newest event that was counted happened; null when nothing has.</param>
public sealed record StatisticsBody(
    Guid ScheduleId,
    long FansQueued,
    long FansAdmitted,
    long Reserved,
    long Confirmed,
    long Expired,
    long Cancelled,
    long SeatsSold,
    long Revenue,
    DateTimeOffset? LastEventAt)
{
    internal static StatisticsBody Of(ScheduleStatistics counts) => new(
        counts.ScheduleId,
        counts.FansQueued,
        counts.FansAdmitted,
        counts.Reserved,
        counts.Confirmed,
        counts.Expired,
        counts.Cancelled,
        counts.SeatsSold,
        counts.Revenue,
        counts.LastEventAt);
}

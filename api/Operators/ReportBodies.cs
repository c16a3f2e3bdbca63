using Ticketing.Money;
using Ticketing.PostProcessing;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>The sales of a schedule.</summary>
/// <param name="SeatCount">Including general admission.</param>
/// <param name="Currency">The code of ISO 4217 of the schedule; amounts are in its minor units.</param>
/// <param name="MinorUnits">Digits after the decimal point of that currency.</param>
/// <param name="FaceValue">The prices of the sold seats, before coupons.</param>
/// <param name="Revenue">Paid and not given back, by the sales journal.</param>
public sealed record SalesBody(
    Guid ScheduleId,
    int SeatCount,
    int Available,
    int Held,
    int Sold,
    int Blocked,
    string Currency,
    int MinorUnits,
    long FaceValue,
    long Revenue,
    IReadOnlyList<CategorySales> Categories)
{
    internal static SalesBody Of(
        Guid scheduleId, IReadOnlyList<CategorySales> lines, string currency, long revenue) => new(
        scheduleId,
        lines.Sum(line => line.Available + line.Held + line.Sold + line.Blocked),
        lines.Sum(line => line.Available),
        lines.Sum(line => line.Held),
        lines.Sum(line => line.Sold),
        lines.Sum(line => line.Blocked),
        currency,
        Currencies.MinorUnits(currency),
        lines.Sum(line => line.FaceValue),
        revenue,
        lines);
}

/// <summary>
/// The course of a sale, from the queue to the sold seat. It is counted from events, so it lags a moment behind.
/// </summary>
/// <param name="FansQueued">Places given in the queue.</param>
/// <param name="FansAdmitted">Turns given.</param>
/// <param name="Reserved">Reservations made.</param>
/// <param name="Confirmed">Of these, paid.</param>
/// <param name="Expired">Of these, not paid in time.</param>
/// <param name="Cancelled">Of these, cancelled, before or after they were paid.</param>
/// <param name="SeatsSold">Seats paid for and not given back.</param>
/// <param name="Currency">The code of ISO 4217 of the schedule.</param>
/// <param name="Revenue">Minor units paid and not given back.</param>
/// <param name="LastEventAt">When the newest counted event happened; null when none was counted.</param>
public sealed record StatisticsBody(
    Guid ScheduleId,
    long FansQueued,
    long FansAdmitted,
    long Reserved,
    long Confirmed,
    long Expired,
    long Cancelled,
    long SeatsSold,
    string Currency,
    long Revenue,
    DateTimeOffset? LastEventAt)
{
    internal static StatisticsBody Of(ScheduleStatistics counts, string currency) => new(
        counts.ScheduleId,
        counts.FansQueued,
        counts.FansAdmitted,
        counts.Reserved,
        counts.Confirmed,
        counts.Expired,
        counts.Cancelled,
        counts.SeatsSold,
        currency,
        counts.Revenue,
        counts.LastEventAt);
}

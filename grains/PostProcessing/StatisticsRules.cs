using Ticketing.Events;

namespace Ticketing.PostProcessing;

/// <summary>What an event adds to the counts of a schedule. Pure.</summary>
public static class StatisticsRules
{
    public static ScheduleStatistics Count(ScheduleStatistics counts, Delivered<ReservationEvent> counted)
    {
        var (seats, amount) = (counted.Body.Seats.Length, counted.Body.Amount);
        var wasSold = counted.Body.WasSold;
        var expired = counts.Expired - (counted.Body.WasExpired ? 1 : 0);
        return Seen(counts, counted.OccurredAt, counted.Topic switch
        {
            Topics.ReservationCreated => counts with { Reserved = counts.Reserved + 1 },
            Topics.ReservationConfirmed => counts with
            {
                Confirmed = counts.Confirmed + 1,
                Expired = expired,
                SeatsSold = counts.SeatsSold + seats,
                Revenue = counts.Revenue + amount,
            },
            Topics.ReservationExpired => counts with { Expired = counts.Expired + 1 },
            Topics.ReservationCancelled => counts with
            {
                Cancelled = counts.Cancelled + 1,
                Expired = expired,
                SeatsSold = counts.SeatsSold - (wasSold ? seats : 0),
                Revenue = counts.Revenue - (wasSold ? amount : 0),
            },
            _ => counts,
        });
    }

    public static ScheduleStatistics Count(ScheduleStatistics counts, Delivered<WaitingTokenEvent> counted)
    {
        var fans = counted.Body.Count;
        return Seen(counts, counted.OccurredAt, counted.Topic switch
        {
            Topics.WaitingTokenCreated => counts with { FansQueued = counts.FansQueued + fans },
            Topics.WaitingTokenActivated => counts with { FansAdmitted = counts.FansAdmitted + fans },
            _ => counts,
        });
    }

    /// <summary>The newest that was counted may come before older ones.</summary>
    private static ScheduleStatistics Seen(ScheduleStatistics before, DateTimeOffset at, ScheduleStatistics after) =>
        after == before || before.LastEventAt >= at ? after : after with { LastEventAt = at };
}

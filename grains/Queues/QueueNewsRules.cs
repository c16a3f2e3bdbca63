using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>What the rows say that a queue may never have been told: a message can be lost. Pure.</summary>
public static class QueueNewsRules
{
    /// <summary>The ends of turns that have a paid reservation, or none that lives any more.</summary>
    public static IEnumerable<SettledTurn> NewsOf(QueueRecord record) =>
        from made in record.Reservations
        group made.Status by (made.UserId, made.Number) into turn
        let news = NewsOf([.. turn])
        where news is not null
        select new SettledTurn(turn.Key.UserId, turn.Key.Number, news.Value);

    public static bool IsLive(ReservationStatus status) =>
        status is ReservationStatus.Pending or ReservationStatus.Paying;

    private static TurnNews? NewsOf(ReservationStatus[] reservations)
    {
        if (reservations.Contains(ReservationStatus.Confirmed)) return TurnNews.Paid;
        return reservations.Any(IsLive) ? null : TurnNews.Released;
    }
}

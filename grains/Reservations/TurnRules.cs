using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>Decisions about a reservation and the turn it is made in. Pure.</summary>
public static class TurnRules
{
    /// <summary>Null when the fan may reserve; also when the queue was switched off a moment ago.</summary>
    public static ReserveOutcome? Refuse(EnterOutcome turn) =>
        turn.Result is EnterResult.Active or EnterResult.QueueOff
            ? null
            : new ReserveOutcome(ReserveResult.NotAdmitted, Turn: turn);

    /// <summary>What the queue is to hear of a step, or null.</summary>
    public static SettledTurn? News(ReservationRecord? before, ReservationRecord after)
    {
        var row = after.Reservation;
        if (row.QueueNumber is not { } number || before?.Reservation.Status == row.Status) return null;
        if (before?.Reservation.Status == ReservationStatus.Expired) return null; // the turn went with the hold
        TurnNews? news = row.Status switch
        {
            ReservationStatus.Pending when before is null => TurnNews.Reserved,
            ReservationStatus.Paying => TurnNews.PaymentBegan,
            ReservationStatus.Confirmed => TurnNews.Paid,
            ReservationStatus.Cancelled or ReservationStatus.Expired => TurnNews.Released,
            _ => null,
        };
        return news is { } some ? new SettledTurn(row.UserId, number, some) : null;
    }
}

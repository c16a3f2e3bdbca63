using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tickets;

/// <summary>Decisions at the gate: letting the bearer of a ticket in, and taking that back. Pure.</summary>
public static class GateRules
{
    /// <summary>Admits the bearer once. Nothing is written when the bearer is not admitted.</summary>
    /// <param name="reservation">
    /// The current reservation: a process of the last release may have cancelled it without writing its tickets.
    /// </param>
    /// <param name="known">The tickets of the reservation.</param>
    /// <param name="doorsAt">When the doors of the schedule open.</param>
    public static (CheckInOutcome Outcome, TicketRow? Written) CheckIn(
        ReservationRecord? reservation, IReadOnlyList<TicketRow> known, Guid ticketId, string gate,
        DateTimeOffset doorsAt, DateTimeOffset now)
    {
        if (Find(known, ticketId) is not { } row) return (new CheckInOutcome(CheckInResult.Unknown), null);
        if (row.IsCancelled || reservation?.Reservation.Status != ReservationStatus.Confirmed)
            return (new CheckInOutcome(CheckInResult.Cancelled, TicketRules.View(row)), null);
        if (row.UsedAt is not null) return (new CheckInOutcome(CheckInResult.UsedBefore, TicketRules.View(row)), null);
        if (now < doorsAt) return (new CheckInOutcome(CheckInResult.TooEarly, TicketRules.View(row), doorsAt), null);
        var used = row with { UsedAt = now, UsedGate = gate, Version = row.Version + 1 };
        return (new CheckInOutcome(CheckInResult.Admitted, TicketRules.View(used)), used);
    }

    /// <summary>
    /// Takes a check-in back, so that the ticket admits again and its reservation can be cancelled again. A repeat
    /// finds it undone and gets the same answer.
    /// </summary>
    /// <param name="known">The tickets of the reservation.</param>
    public static (UndoCheckInOutcome Outcome, TicketRow? Written) UndoCheckIn(
        IReadOnlyList<TicketRow> known, UndoCheckIn command, DateTimeOffset now)
    {
        if (Find(known, command.TicketId) is not { } row)
            return (new UndoCheckInOutcome(UndoCheckInResult.Unknown), null);
        if (row.UsedAt is null)
        {
            var result = row is { Undone: not null, IsCancelled: false }
                ? UndoCheckInResult.Undone
                : UndoCheckInResult.NotUsed;
            return (new UndoCheckInOutcome(result, TicketRules.View(row)), null);
        }

        var undone = row with
        {
            UsedAt = null,
            UsedGate = null,
            Undone = new UndoneCheckIn(now, command.Gate, command.Reason),
            Version = row.Version + 1,
        };
        return (new UndoCheckInOutcome(UndoCheckInResult.Undone, TicketRules.View(undone)), undone);
    }

    private static TicketRow? Find(IReadOnlyList<TicketRow> known, Guid ticketId) =>
        known.FirstOrDefault(row => row.TicketId == ticketId && !TicketRules.WasNeverIssued(row));
}

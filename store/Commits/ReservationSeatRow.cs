using System.Collections.Immutable;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>A seat of a reservation as it is stored.</summary>
internal sealed record ReservationSeatRow(
    Guid ReservationId, short Ordinal, Guid ScheduleId, ReservedSeat Seat, bool IsNew)
{
    /// <summary>The seats of reservations that are new, or that may have got others.</summary>
    public static ImmutableArray<ReservationSeatRow> Of(Commit commit)
    {
        if (commit.Reservations.IsEmpty) return [];
        var rows = ImmutableArray.CreateBuilder<ReservationSeatRow>();
        foreach (var row in commit.Reservations)
        {
            var isNew = row.Version == 1;
            if (!isNew && row.Status is not (ReservationStatus.Paying or ReservationStatus.Confirmed)) continue;
            for (var at = 0; at < row.Seats.Length; at++)
                rows.Add(new ReservationSeatRow(row.Id, (short)at, row.ScheduleId, row.Seats[at], isNew));
        }

        return rows.DrainToImmutable();
    }
}

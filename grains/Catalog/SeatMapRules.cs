using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>What events say of seats. Pure.</summary>
public static class SeatMapRules
{
    /// <summary>What the seats are by this event.</summary>
    public static IEnumerable<SeatStanding> Standings(Delivered<ReservationEvent> delivered)
    {
        var body = delivered.Body;

        // By such a step no seat changes, and by then the versions may be of somebody else's hold.
        if (delivered.Topic == Topics.ReservationChanged && !HoldsOthers(body)) return [];
        if (body.Seats.Length != body.SeatVersions.Length)
        {
            throw new InvalidOperationException(
                $"Event {delivered.EventId} of reservation {body.ReservationId} has {body.Seats.Length} seats and "
                + $"{body.SeatVersions.Length} versions of them.");
        }

        var status = ReservationRules.SeatStatusOf(body.Status);
        return body.Seats
            .Zip(body.SeatVersions, (seat, version) => new SeatStanding(seat.SeatId, status, version))
            .Where(standing => standing.SeatId.Length > 0); // general admission has none
    }

    /// <summary>Whether other seats are held for a payment that came late.</summary>
    public static bool HoldsOthers(ReservationEvent body) =>
        body is { Status: ReservationStatus.Paying, Payment: PaymentStatus.Paid };

    public static SeatStanding Standing(Delivered<SeatEvent> delivered) =>
        new(delivered.Body.SeatId, delivered.Body.Status, delivered.Body.Version);
}

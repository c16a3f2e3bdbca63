using System.Globalization;
using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>What the map of a schedule's seats is made from, and how its versions are written. Pure.</summary>
public static class SeatMapRules
{
    /// <param name="epoch">Of the activation that gives it.</param>
    /// <param name="sequence">How many changes the activation has seen.</param>
    public static string Version(string epoch, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{epoch}-{sequence}");

    /// <summary>The sequence of a version of this epoch; null when it is of another one, or none at all.</summary>
    public static long? Sequence(string version, string epoch)
    {
        if (!version.StartsWith(epoch, StringComparison.Ordinal)) return null;
        var rest = version.AsSpan(epoch.Length);
        return rest is ['-', .. var digits]
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : null;
    }

    /// <summary>What the seats are by this event.</summary>
    public static IEnumerable<SeatStanding> Standings(Delivered<ReservationEvent> delivered)
    {
        var body = delivered.Body;

        // By such a step no seat changes, and by then the versions may be of somebody else's hold.
        if (delivered.Topic == Topics.ReservationChanged) return [];
        if (body.Seats.Length != body.SeatVersions.Length)
        {
            throw new InvalidOperationException(
                $"Event {delivered.EventId} of reservation {body.ReservationId} has {body.Seats.Length} seats and "
                + $"{body.SeatVersions.Length} versions of them.");
        }

        var status = ReservationRules.SeatStatusOf(body.Status);
        return body.Seats.Zip(body.SeatVersions, (seat, version) => new SeatStanding(seat.SeatId, status, version));
    }

    public static SeatStanding Standing(Delivered<SeatEvent> delivered) =>
        new(delivered.Body.SeatId, delivered.Body.Status, delivered.Body.Version);
}

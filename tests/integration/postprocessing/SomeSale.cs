using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Reservations;

namespace Ticketing.Tests.PostProcessing;

internal static class SomeSale
{
    public static Delivered<ReservationEvent> Confirmed(Guid? reservationId = null)
    {
        var at = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
        var body = new ReservationEvent(
            reservationId ?? Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(),
            [new("A-1 \u00fc", "Stalls", 5_000)], Amount: 5_000, at.AddMinutes(3), Reason: null,
            ReservationStatus.Confirmed, PaymentStatus.Paid, at.AddSeconds(-9), Version: 3, PaymentVersion: 3, [5]);
        return new Delivered<ReservationEvent>(
            Guid.NewGuid(), Topics.ReservationConfirmed, GrainKeys.Of(body.ReservationId), at, TraceParent: null, body);
    }

    /// <summary>Events of different reservations.</summary>
    public static ImmutableArray<Delivered<ReservationEvent>> Many(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Confirmed())];
}

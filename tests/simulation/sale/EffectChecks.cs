using Ticketing.Catalog;
using Ticketing.Events;
using Ticketing.PostProcessing;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Simulation;

/// <summary>I4, once every event has been handled: the results of the events agree with the tables.</summary>
internal static class EffectChecks
{
    public static void AssertDetails(FaultyStore store)
    {
        var expected =
            from row in store.Reservations
            join payment in store.Payments on row.Id equals payment.ReservationId
            select Described(row.Id, row.Status, row.Amount, row.CreatedAt, row.ExpiresAt, row.Reason, row.Version,
                row.Seats, payment.Status, payment.Version, payment.Charged);
        var kept =
            from row in store.Details
            let facet = row.Reservation!
            select Described(row.ReservationId, facet.Status, facet.Amount, facet.CreatedAt, facet.ExpiresAt,
                facet.Reason, facet.Version, facet.Seats, row.Payment!.Status, row.Payment.Version,
                row.Payment.Charged);

        Assert.Equal(expected.Order(), kept.Order());
    }

    public static void AssertStatistics(FaultyStore store, ScheduleStatistics counts)
    {
        var rows = store.Reservations.ToLookup(row => row.Status);
        var topics = store.Events.CountBy(item => item.Topic).ToDictionary();
        var sold = rows[ReservationStatus.Confirmed].ToArray();
        var paid = store.Payments.Where(row => row.Status == PaymentStatus.Paid).Sum(row => row.Charged);

        Assert.Equal(
            new ScheduleStatistics(
                counts.ScheduleId,
                FansQueued: store.Queues.Single().LastNumber,
                FansAdmitted: store.Watch.Admissions.Count,
                Reserved: store.Reservations.Count,
                Confirmed: topics.GetValueOrDefault(Topics.ReservationConfirmed),
                Expired: rows[ReservationStatus.Expired].Count(),
                Cancelled: rows[ReservationStatus.Cancelled].Count(),
                SeatsSold: sold.Sum(row => row.Seats.Length),
                Revenue: paid),
            counts with { LastEventAt = null });
    }

    public static void AssertSeatMap(FaultyStore store, SeatMap map)
    {
        Assert.Equal(store.Seats.Count, map.SeatCount);
        Assert.Equal(Those(SeatStatus.Held), map.Held);
        Assert.Equal(Those(SeatStatus.Sold), map.Sold);
        Assert.Equal(Those(SeatStatus.Blocked), map.Blocked);

        IEnumerable<string> Those(SeatStatus status) =>
            store.Seats.Where(seat => seat.Status == status).Select(seat => seat.Key.SeatId).Order();
    }

    /// <summary>
    /// Every event of the group was sent at least once, and first deliveries are in the order of the key.
    /// </summary>
    public static void AssertTold(FaultyStore store, RecordedSends told, string group)
    {
        var topics = Choreography.All.Where(line => line.Group == group).Select(line => line.Topic).ToHashSet();
        var first = told.Taken.DistinctBy(item => item.EventId).ToLookup(item => item.Key, item => item.EventId);
        var events = store.Events.Where(item => topics.Contains(item.Topic)).ToLookup(item => item.Key, e => e.EventId);

        Assert.Equal(events.Select(ofOne => ofOne.Key).Order(), first.Select(ofOne => ofOne.Key).Order());
        foreach (var ofOne in events) Assert.Equal(ofOne, first[ofOne.Key]);
    }

    private static string Described(
        Guid id, ReservationStatus status, long amount, DateTimeOffset createdAt, DateTimeOffset expiresAt,
        string? reason, long version, IEnumerable<ReservedSeat> seats, PaymentStatus payment, long paymentVersion,
        long? charged) =>
        $"{id} {status} {amount} {Stored(createdAt)} {Stored(expiresAt)} {reason} {version} "
        + $"{string.Join(", ", seats)} {payment} {paymentVersion} {charged}";

    /// <summary>Tables keep microseconds.</summary>
    private static string Stored(DateTimeOffset moment) => $"{moment:yyyy-MM-dd HH:mm:ss.ffffff}";
}

using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Tests.Saga;

namespace Ticketing.Tests.Simulation;

/// <summary>The invariants on a store that has come to rest (design section 1).</summary>
internal static class RestChecks
{
    public static void AssertAll(FaultyStore store)
    {
        AssertSeats(store);
        AssertStatuses(store);
        AssertMoney(store);
        AssertEvents(store);
        SagaChecks.AssertAll(store);
    }

    /// <summary>I1, and the half of I3 about seats: a seat is what its live reservation makes it.</summary>
    private static void AssertSeats(FaultyStore store)
    {
        var reservations = store.Reservations.ToDictionary(row => row.Id);
        var owned =
            from row in reservations.Values
            where ReservationRules.CountedSeats(row) > 0
            from seat in row.Seats
            where seat.SeatId.Length > 0
            select (seat.SeatId, Holder: row.Id);
        var taken = store.Seats
            .Where(seat => seat.Status != SeatStatus.Available)
            .Select(seat => (seat.Key.SeatId, Holder: seat.ReservationId!.Value));

        Assert.Equal(owned.Order(), taken.Order());
        Assert.DoesNotContain(store.Seats, seat => seat.Status == SeatStatus.Held);
    }

    /// <summary>I3: everything has ended, one way or the other, and its payment agrees.</summary>
    private static void AssertStatuses(FaultyStore store)
    {
        var payments = store.Payments.ToDictionary(payment => payment.ReservationId);
        Assert.All(store.Reservations, row => Assert.Contains(
            (row.Status, payments[row.Id].Status),
            new[]
            {
                (ReservationStatus.Confirmed, PaymentStatus.Paid),
                (ReservationStatus.Expired, PaymentStatus.Void),
                (ReservationStatus.Expired, PaymentStatus.Refunded),
                (ReservationStatus.Cancelled, PaymentStatus.Void),
                (ReservationStatus.Cancelled, PaymentStatus.Refunded),
            }));
    }

    /// <summary>I2.</summary>
    private static void AssertMoney(FaultyStore store)
    {
        foreach (var balance in store.Balances)
        {
            var entries = store.Ledger.Where(entry => entry.UserId == balance.UserId);
            Assert.Equal(entries.Sum(entry => entry.Amount), balance.Balance);
        }

        var ofReservations = store.Ledger.ToLookup(entry => entry.ReservationId);
        foreach (var row in store.Reservations)
        {
            var net = ofReservations[row.Id].Sum(entry => entry.Amount);
            Assert.Equal(row.Status == ReservationStatus.Confirmed ? -row.Amount : 0, net);
        }
    }

    /// <summary>Every reservation announced its beginning once and its end once, and every step in order.</summary>
    private static void AssertEvents(FaultyStore store)
    {
        var events = store.Events.ToLookup(item => item.Key);
        foreach (var row in store.Reservations)
        {
            var all = events[GrainKeys.Of(row.Id)]
                .Where(item => item.Topic.StartsWith("reservation.", StringComparison.Ordinal))
                .ToArray();
            var topics = all.Select(item => item.Topic).Where(topic => topic != Topics.ReservationChanged).ToArray();
            Assert.Equal(Topics.ReservationCreated, topics[0]);
            Assert.Equal($"reservation.{row.Status.ToString().ToLowerInvariant()}", topics[^1]);
            Assert.Equal(topics.Length, topics.Distinct().Count());

            var versions = all.Select(item => EventJson.Read<ReservationEvent>(item.Payload).Version);
            Assert.Equal(Enumerable.Range(1, (int)row.Version).Select(version => (long)version), versions);
        }
    }
}

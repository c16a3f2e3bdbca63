using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>Rows that the tests of the store write.</summary>
internal static class Example
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid Schedule = Guid.Parse("0197a000-0000-7000-8000-00000000000c");

    public static readonly SaleTerms Terms =
        new(Schedule, Now.AddDays(-1), Now.AddDays(30), HoldSeconds: 180, SeatsPerFan: 4, ["Stalls", "Balcony"])
        {
            DoorsAt = Now.AddDays(30).AddHours(-Limits.DoorsBeforeStartHours),
            Renewals = HoldLimits.DefaultRenewals,
        };

    /// <summary>Ids "1", "2", ... in the plan's order.</summary>
    public static IReadOnlyList<SeededSeat> SeededSeats(int count) =>
        [.. Enumerable.Range(0, count).Select(at => new SeededSeat(
            new ScheduleSeat($"{at + 1}", at, Zone: at / 100, Row: at / 10, Block: at / 5, Rank: at, "Stalls"),
            Price: 5_000))];

    public static SeatKey SeatKey(int number) => new(Schedule, $"{number}");

    public static SeatRow Held(int number, Guid reservationId, long version = 2) =>
        new(SeatKey(number), SeatStatus.Held, reservationId, "Stalls", 5_000, version)
        {
            Block = (number - 1) / 5,
            Ordinal = number - 1,
        };

    public static ReservationRow Reservation(Guid id, params int[] seats) => new(
        id, Schedule, Guid.NewGuid(), [.. seats.Select(number => new ReservedSeat($"{number}", "Stalls", 5_000))],
        5_000 * seats.Length, "hash", Now, ReservationStatus.Pending, Now.AddSeconds(180), HeldUntil: null,
        Reason: null, Now, Version: 1);

    public static PaymentRow Payment(ReservationRow reservation) =>
        new(reservation.Id, reservation.UserId, reservation.Amount, PaymentStatus.Pending, Version: 1);

    public static OutboxEvent Event(string key, string payload = "{}") =>
        new(Guid.NewGuid(), "reservation.created", key, payload, TraceParent: null, Now);

    public static LedgerRow LedgerEntry(Guid userId, string operationId, long amount, long balanceAfter) =>
        new(userId, operationId, LedgerKind.Charge, amount, balanceAfter, ReservationId: null, Now);

    public static QueueRow Queue(long version) => new(
        Schedule, new QueueSettings(), LastNumber: 0, AdmittedThrough: 0, Waiting: 0, Served: 0, Abandoned: 0,
        DrawKey: [], DrawnEntries: null, version);

    /// <summary>A new place of a new fan.</summary>
    public static PlaceRow Place(long number, PlaceStatus status = PlaceStatus.Waiting) => new(
        Schedule, Guid.NewGuid(), number, Now.AddMilliseconds(number), status,
        status is PlaceStatus.Admitted or PlaceStatus.Active ? Now.AddSeconds(60) : null, Extended: false, Version: 1);

    /// <summary>A new reservation of these seats, which no reservation had before.</summary>
    public static Commit Reserve(params int[] seats) => Reserve(Reservation(Guid.NewGuid(), seats));

    public static Commit Reserve(ReservationRow reservation) => new()
    {
        Seats = [.. reservation.Seats.Select(seat => Held(int.Parse(seat.SeatId), reservation.Id))],
        Reservations = [reservation],
        Payments = [Payment(reservation)],
        Events = [Event(GrainKeys.Of(reservation.Id))],
    };
}

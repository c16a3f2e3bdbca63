using System.Collections.Immutable;
using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Journal;
using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Stock;
using Ticketing.Storage;

namespace Ticketing.Tests.Support;

/// <summary>The tables of <see cref="MemoryTicketStore"/>; not thread-safe by itself.</summary>
internal sealed partial class MemoryTables
{
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(Limits.StuckPaymentSeconds);

    public Dictionary<Guid, SaleTerms> Terms { get; } = [];

    public Dictionary<Guid, ImmutableArray<ScheduleSeat>> Places { get; } = [];

    public Dictionary<SeatKey, SeatRow> Seats { get; } = [];

    public Dictionary<Guid, ReservationRow> Reservations { get; } = [];

    public Dictionary<FanKey, List<Guid>> ReservationsOfFans { get; } = [];

    public Dictionary<Guid, PaymentRow> Payments { get; } = [];

    public Dictionary<BalanceKey, BalanceRow> Balances { get; } = [];

    public Dictionary<(Guid UserId, string OperationId), LedgerRow> Ledger { get; } = [];

    public Dictionary<(Guid SourceId, JournalAccount Debit, JournalAccount Credit), JournalRow> Journal { get; } = [];

    public Dictionary<Guid, QueueRow> Queues { get; } = [];

    public Dictionary<FanKey, PlaceRow> QueuePlaces { get; } = [];

    public Dictionary<(Guid ScheduleId, long Number), Guid> FansOfNumbers { get; } = [];

    public Dictionary<Guid, StatisticsRow> Statistics { get; } = [];

    public Dictionary<Guid, DetailsRow> Details { get; } = [];

    public HashSet<(string Group, Guid EventId)> Consumed { get; } = [];

    public MemorySagaTables Saga { get; } = new();

    public List<OutboxEvent> Events { get; } = [];

    public void Write(Commit commit)
    {
        MemoryChecks.Assert(commit, this);
        foreach (var seat in commit.Seats)
            Seats[seat.Key] = Seats[seat.Key] with
            {
                Status = seat.Status,
                ReservationId = seat.ReservationId,
                BlockWantedAt = seat.BlockWantedAt is { } wanted ? StoredMoment.Of(wanted) : null,
                Version = seat.Version,
            };
        foreach (var reservation in commit.Reservations)
            Write(reservation);
        foreach (var payment in commit.Payments)
            Payments[payment.ReservationId] = Payments.TryGetValue(payment.ReservationId, out var old)
                ? old with
                {
                    Status = payment.Status,
                    OrderId = payment.OrderId,
                    Charged = payment.Charged,
                    CouponCode = payment.CouponCode,
                    Version = payment.Version,
                }
                : payment;
        foreach (var balance in commit.Balances)
            Balances[balance.Key] = balance;
        foreach (var entry in commit.Ledger)
            Ledger[(entry.UserId, entry.OperationId)] = entry with { At = StoredMoment.Of(entry.At) };
        foreach (var entry in commit.Journal)
            Journal[(entry.SourceId, entry.Debit, entry.Credit)] = entry with { At = StoredMoment.Of(entry.At) };
        foreach (var queue in commit.Queues)
            Queues[queue.ScheduleId] = queue;
        foreach (var place in commit.Places)
            Write(place);
        foreach (var statistics in commit.Statistics)
            Statistics[statistics.Counts.ScheduleId] = statistics;
        foreach (var details in commit.Details)
            Details[details.ReservationId] = MemoryDetails.Newest(
                Details.GetValueOrDefault(details.ReservationId), details);
        foreach (var consumed in commit.Consumed)
            Consumed.Add((consumed.Group, consumed.EventId));
        Saga.Write(commit);
        Events.AddRange(commit.Events.Select(item => item with { OccurredAt = StoredMoment.Of(item.OccurredAt) }));
    }

    public ReservationRecord? Reservation(Guid id) =>
        Reservations.TryGetValue(id, out var reservation) && Payments.TryGetValue(id, out var payment)
            ? WithSeats(new ReservationRecord(
                reservation, payment, [.. reservation.Seats.Select(seat => VersionOf(reservation, seat))]))
            : null;

    private ReservationRecord WithSeats(ReservationRecord record)
    {
        var reservation = record.Reservation;
        SeatRow?[] rows =
            [.. reservation.Seats.Select(seat => Seats.GetValueOrDefault(new(reservation.ScheduleId, seat.SeatId)))];
        ImmutableArray<DateTimeOffset?> wishes =
            [.. rows.Select(row => row?.ReservationId == reservation.Id ? row.BlockWantedAt : null)];
        ImmutableArray<ClaimedSeat> claimed =
        [
            .. rows.OfType<SeatRow>().Select(row => new ClaimedSeat(
                row.Key.SeatId, row.Category, row.Price, row.Version, row.Block, row.Ordinal)),
        ];
        return record with
        {
            BlockWishes = wishes.All(wish => wish is null) ? [] : wishes,
            Together = SideBySide.Are(claimed),
        };
    }

    public IReadOnlyList<FanReservation> Fan(FanKey key) =>
        [.. ReservationsOfFans.GetValueOrDefault(key, [])
            .Select(id => Reservations[id])
            .OrderBy(HasEnded)
            .ThenByDescending(reservation => reservation.CreatedAt)
            .ThenByDescending(reservation => reservation.Id)
            .Take(Limits.RememberedReservationsPerFan)
            .Select(Of)];

    public IReadOnlyList<SeatSnapshot> SeatSnapshots(Guid scheduleId) =>
        [.. Places.GetValueOrDefault(scheduleId, [])
            .Select(place => Seats[new SeatKey(scheduleId, place.SeatId)])
            .Select(seat => new SeatSnapshot(seat.Key.SeatId, seat.Status, seat.Version))];

    public IReadOnlyList<Guid> Due(DateTimeOffset now, int limit) =>
        [.. Reservations.Values
            .Select(reservation => (reservation.Id, Since: DueSince(reservation, now)))
            .Where(due => due.Since is not null)
            .OrderBy(due => due.Since)
            .ThenBy(due => due.Id)
            .Take(limit)
            .Select(due => due.Id)];

    public IReadOnlyList<StockTakeRow> UnclaimedTakes(DateTimeOffset now, int limit) =>
        [.. Saga.StockTakes.Values
            .Where(take => take.TakeId == take.ReservationId && take.Status == StockTakeStatus.Allocated)
            .Where(take => take.At <= now.AddSeconds(-Limits.UnclaimedTakeSeconds) && !IsClaimed(take))
            .OrderBy(take => take.At)
            .ThenBy(take => take.TakeId)
            .Take(limit)];

    public SaleTerms? SaleTerms(Guid scheduleId) =>
        Terms.GetValueOrDefault(scheduleId) is { } terms
            ? terms with { HasQueue = Queues[scheduleId].Settings.Enabled }
            : null;

    public SeatCounts? SeatCounts(Guid scheduleId)
    {
        var seats = Seats.Values.Where(seat => seat.Key.ScheduleId == scheduleId)
            .GroupBy(seat => seat.Status).ToDictionary(group => group.Key, group => group.Count());
        var admissions = Saga.Stock.Values.Where(row => row.Key.ScheduleId == scheduleId && !row.HasSeats).ToArray();
        return seats.Count + admissions.Length == 0
            ? null
            : new SeatCounts(
                Count(SeatStatus.Available) + admissions.Sum(row => row.Capacity - row.Allocated - row.Sold),
                Count(SeatStatus.Held) + admissions.Sum(row => row.Allocated),
                Count(SeatStatus.Sold) + admissions.Sum(row => row.Sold),
                Count(SeatStatus.Blocked));

        int Count(SeatStatus status) => seats.GetValueOrDefault(status);
    }

    private FanReservation Of(ReservationRow row)
    {
        var isUnpaid = HasEnded(row) && Payments.GetValueOrDefault(row.Id)?.Status == PaymentStatus.Void;
        var end = row.UpdatedAt < row.ExpiresAt ? row.UpdatedAt : row.ExpiresAt;
        return new FanReservation(
            row.Id, HasEnded(row) ? 0 : row.Seats.Length,
            row.Status == ReservationStatus.Confirmed ? row.UpdatedAt : null,
            isUnpaid ? new UnpaidHold(row.CreatedAt, end) : null);
    }

    private bool IsClaimed(StockTakeRow take) =>
        Reservations.GetValueOrDefault(take.TakeId) is { } reservation
        && !HasEnded(reservation)
        && reservation.Seats.Any(seat => seat.SeatId.Length == 0 && seat.Category == take.Key.Category);

    private static bool HasEnded(ReservationRow reservation) =>
        reservation.Status is ReservationStatus.Cancelled or ReservationStatus.Expired;

    private DateTimeOffset? DueSince(ReservationRow reservation, DateTimeOffset now)
    {
        if (reservation.Status == ReservationStatus.Pending)
            return reservation.ExpiresAt <= now ? reservation.ExpiresAt : null;
        var moving = reservation.Status == ReservationStatus.Paying
            || Payments.GetValueOrDefault(reservation.Id)?.Status is PaymentStatus.Refunding or PaymentStatus.Debiting;
        return moving && reservation.UpdatedAt <= now - StuckAfter ? reservation.UpdatedAt : null;
    }

    private long VersionOf(ReservationRow reservation, ReservedSeat seat) =>
        Seats.TryGetValue(new SeatKey(reservation.ScheduleId, seat.SeatId), out var row) ? row.Version : 0;

    private void Write(ReservationRow row)
    {
        if (!Reservations.TryGetValue(row.Id, out var old))
        {
            old = row with { CreatedAt = StoredMoment.Of(row.CreatedAt) };
            var fan = new FanKey(row.ScheduleId, row.UserId);
            if (!ReservationsOfFans.TryGetValue(fan, out var reservations))
                ReservationsOfFans[fan] = reservations = [];
            reservations.Add(row.Id);
        }

        var isPaid = row.Status is ReservationStatus.Paying or ReservationStatus.Confirmed;
        if (isPaid && row.Seats.Length != old.Seats.Length)
            throw new InvalidOperationException($"Reservation {row.Id} has a different number of seats than before.");
        Reservations[row.Id] = old with
        {
            Seats = isPaid ? row.Seats : old.Seats,
            Status = row.Status,
            ExpiresAt = StoredMoment.Of(row.ExpiresAt),
            HeldUntil = row.HeldUntil is { } until ? StoredMoment.Of(until) : null,
            Renewals = row.Renewals,
            Reason = row.Reason,
            UpdatedAt = StoredMoment.Of(row.UpdatedAt),
            Version = row.Version,
        };
    }
}

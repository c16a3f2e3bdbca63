using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Tests.Support;

/// <summary>The checks that the Postgres schema makes by keys, versions and constraints.</summary>
internal static class MemoryChecks
{
    public static void Assert(Commit commit, MemoryTables tables)
    {
        AssertDistinct(commit.Seats, seat => seat.Key, "seats");
        AssertDistinct(commit.Reservations, reservation => reservation.Id, "reservations");
        AssertDistinct(commit.Payments, payment => payment.ReservationId, "payments");
        AssertDistinct(commit.Balances, balance => balance.Key, "balances");
        AssertDistinct(commit.Ledger, entry => (entry.UserId, entry.OperationId), "ledger");
        AssertDistinct(commit.Journal, entry => (entry.SourceId, entry.Debit, entry.Credit), "journal");
        AssertDistinct(commit.Queues, queue => queue.ScheduleId, "queues");
        AssertDistinct(commit.Places, place => (place.ScheduleId, place.UserId), "queue_places");
        AssertDistinct(commit.Places, place => (place.ScheduleId, place.Number), "queue_places");

        foreach (var seat in commit.Seats)
        {
            // Seats are inserted by the import alone, so version 1 matches no row here.
            Assert(tables.Seats.TryGetValue(seat.Key, out var old) && old.Version == seat.Version - 1, "seats");
            Assert(seat.Status is SeatStatus.Held or SeatStatus.Sold == seat.ReservationId is not null, "seats");
        }

        foreach (var reservation in commit.Reservations)
        {
            var old = tables.Reservations.GetValueOrDefault(reservation.Id);
            Assert(Follows(old?.Version, reservation.Version), "reservations");
            Assert(reservation.Amount >= 0, "reservations");
        }

        foreach (var payment in commit.Payments)
        {
            var old = tables.Payments.GetValueOrDefault(payment.ReservationId);
            Assert(Follows(old?.Version, payment.Version), "payments");
            Assert(payment is { Amount: >= 0, Charged: >= 0 }, "payments");
        }

        foreach (var balance in commit.Balances)
        {
            var old = tables.Balances.GetValueOrDefault(balance.Key);
            Assert(Follows(old?.Version, balance.Version), "balances");
            Assert(balance.Balance >= 0, "balances");
        }

        foreach (var entry in commit.Ledger)
        {
            Assert(!tables.Ledger.ContainsKey((entry.UserId, entry.OperationId)), "ledger");
            Assert(entry.BalanceAfter >= 0, "ledger");
        }

        foreach (var entry in commit.Journal)
        {
            Assert(!tables.Journal.ContainsKey((entry.SourceId, entry.Debit, entry.Credit)), "journal");
            Assert(entry.Amount > 0 && entry.Debit != entry.Credit, "journal");
        }

        AssertLimits(commit, tables);
        AssertQueues(commit, tables);
        AssertConsumption(commit, tables);
        MemorySagaChecks.Assert(commit, tables.Saga);
    }

    private static void AssertLimits(Commit commit, MemoryTables tables)
    {
        foreach (var limit in commit.FanLimits)
        {
            var fan = new FanKey(limit.ScheduleId, limit.UserId);
            var written = commit.Reservations.Where(row => new FanKey(row.ScheduleId, row.UserId) == fan).ToArray();
            var seats = tables.ReservationsOfFans.GetValueOrDefault(fan, [])
                .Where(id => written.All(row => row.Id != id))
                .Select(id => tables.Reservations[id])
                .Concat(written)
                .Sum(ReservationRules.CountedSeats);
            if (seats > limit.SeatsPerFan)
                throw new FanLimitException($"Nothing was written: fan {limit.UserId} would have {seats} seats.");
        }
    }

    private static void AssertConsumption(Commit commit, MemoryTables tables)
    {
        AssertDistinct(commit.Statistics, row => row.Counts.ScheduleId, "schedule_statistics");
        AssertDistinct(commit.Consumed, row => (row.Group, row.EventId), "consumed");
        foreach (var row in commit.Statistics)
            Assert(
                Follows(tables.Statistics.GetValueOrDefault(row.Counts.ScheduleId)?.Version, row.Version),
                "schedule_statistics");
        foreach (var row in commit.Consumed)
            Assert(!tables.Consumed.Contains((row.Group, row.EventId)), "consumed");
    }

    private static void AssertQueues(Commit commit, MemoryTables tables)
    {
        foreach (var queue in commit.Queues)
        {
            // A queue is inserted with its schedule, so version 1 matches no row here.
            var old = tables.Queues.GetValueOrDefault(queue.ScheduleId);
            Assert(old?.Version == queue.Version - 1, "queues");
            Assert(queue is { Waiting: >= 0, Served: >= 0, Abandoned: >= 0 }, "queues");
            Assert(queue.AdmittedThrough >= 0 && queue.AdmittedThrough <= queue.LastNumber, "queues");
            Assert(queue.Settings.MoreTimes is null or (>= 0 and <= QueueLimits.MaxMoreTimes), "queues");
            var hasKey = queue.DrawKey.Length == Limits.DrawKeyBytes;
            Assert(hasKey || (queue.DrawKey.IsEmpty && !queue.Settings.Draws && queue.DrawnEntries is null), "queues");
            Assert(queue.DrawnEntries is not { } drawn || (drawn >= 0 && drawn <= queue.LastNumber), "queues");
        }

        foreach (var place in commit.Places)
        {
            var old = tables.QueuePlaces.GetValueOrDefault(new FanKey(place.ScheduleId, place.UserId));
            Assert(Follows(old?.Version, place.Version), "queue_places");
            var holder = tables.FansOfNumbers.GetValueOrDefault((place.ScheduleId, place.Number), place.UserId);
            Assert(place.Number > 0 && holder == place.UserId, "queue_places");
            Assert(place.MoreTimes.Length <= QueueLimits.MaxMoreTimes, "queue_places");
            var isPresent = place.Status is PlaceStatus.Admitted or PlaceStatus.Active;
            Assert(isPresent == place.Until is not null, "queue_places");
        }
    }

    internal static bool Follows(long? stored, long written) => written == (stored ?? 0) + 1;

    internal static void AssertDistinct<TRow, TKey>(
        IReadOnlyCollection<TRow> rows, Func<TRow, TKey> key, string table) =>
        Assert(rows.DistinctBy(key).Count() == rows.Count, table);

    internal static void Assert(bool holds, string table)
    {
        if (!holds)
            throw new CommitConflictException($"Nothing was written: a row of {table} does not follow the stored one.");
    }
}

using Npgsql;
using Ticketing.PostProcessing;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Postgres;

/// <summary>
/// Several commits as one transaction in one round trip. Rows are sorted by key, so that two transactions that meet
/// lock them in the same order; events keep the order of the commits.
/// </summary>
internal static class CommitBatch
{
    private const long FirstVersion = 1;

    public static NpgsqlBatch Of(ReadOnlySpan<PendingCommit> commits, NpgsqlConnection connection, int timeoutSeconds)
    {
        // One batch without error barriers has one Sync at its end: Postgres runs it as one transaction.
        var batch = new NpgsqlBatch(connection) { Timeout = timeoutSeconds };
        AddSeats(batch, commits);
        AddReservations(batch, commits);
        AddPayments(batch, commits);
        AddBalances(batch, commits);
        AddQueues(batch, commits);
        AddStock(batch, commits);
        AddCoupons(batch, commits);
        AddOrders(batch, commits);
        AddEffects(batch, commits);
        TableWrites.Ledger.AddTo(batch, Sorted(Rows(commits, commit => commit.Ledger.AsSpan()), row => row.UserId));
        TableWrites.Outbox.AddTo(batch, [.. Rows(commits, commit => commit.Events.AsSpan())]);
        AddPlannedAnew(batch, commits);
        if (batch.BatchCommands.Count > 0)
            batch.BatchCommands.Insert(0, new NpgsqlBatchCommand(DataSourceExtensions.PlanByKey));
        return batch;
    }

    private static void AddSeats(NpgsqlBatch batch, ReadOnlySpan<PendingCommit> commits)
    {
        var seats = Rows(commits, commit => commit.Seats.AsSpan());
        seats.Sort(static (left, right) =>
            left.Key.ScheduleId.CompareTo(right.Key.ScheduleId) is var bySchedule and not 0
                ? bySchedule
                : string.CompareOrdinal(left.Key.SeatId, right.Key.SeatId));
        TableWrites.Seats.AddTo(batch, [.. seats]);
    }

    private static void AddReservations(NpgsqlBatch batch, ReadOnlySpan<PendingCommit> commits)
    {
        var sorted = Sorted(Rows(commits, commit => commit.Reservations.AsSpan()), row => row.Id);
        var created = Array.FindAll(sorted, row => row.Version == FirstVersion);
        TableWrites.NewReservations.AddTo(batch, created);
        TableWrites.ReservationSeats.AddTo(batch, [.. created.SelectMany(SeatsOf)]);
        TableWrites.ChangedReservations.AddTo(batch, Array.FindAll(sorted, row => row.Version != FirstVersion));
    }

    private static void AddPayments(NpgsqlBatch batch, ReadOnlySpan<PendingCommit> commits)
    {
        var sorted = Sorted(Rows(commits, commit => commit.Payments.AsSpan()), row => row.ReservationId);
        AddVersioned(batch, sorted, TableWrites.NewPayments, TableWrites.ChangedPayments);
    }

    private static void AddBalances(NpgsqlBatch batch, ReadOnlySpan<PendingCommit> commits)
    {
        var sorted = Sorted(Rows(commits, commit => commit.Balances.AsSpan()), row => row.UserId);
        AddVersioned(batch, sorted, TableWrites.NewBalances, TableWrites.ChangedBalances);
    }

    private static void AddQueues(NpgsqlBatch batch, ReadOnlySpan<PendingCommit> commits)
    {
        var queues = Rows(commits, commit => commit.Queues.AsSpan());
        QueueWrites.Queues.AddTo(batch, Sorted(queues, row => row.ScheduleId));
        // By number: neighbours in the queue become neighbours in the table.
        QueueWrites.NewPlaces.AddTo(batch, [.. Rows(commits, commit => commit.Places.AsSpan())
            .Where(row => row.Version == FirstVersion)
            .OrderBy(row => (row.ScheduleId, row.Number))]);
    }

    private static void AddEffects(NpgsqlBatch batch, ReadOnlySpan<PendingCommit> commits)
    {
        var statistics = Sorted(
            Rows(commits, commit => commit.Statistics.AsSpan()), row => row.Counts.ScheduleId);
        AddVersioned(batch, statistics, EffectWrites.NewStatistics, EffectWrites.ChangedStatistics);
        // A statement cannot touch a row twice.
        EffectWrites.Details.AddTo(batch, Sorted(
            [.. DetailsRules.Merge(Rows(commits, commit => commit.Details.AsSpan()))], row => row.ReservationId));
        EffectWrites.Consumed.AddTo(batch, Sorted(
            Rows(commits, commit => commit.Consumed.AsSpan()), row => row.EventId));
    }

    private static void AddStock(NpgsqlBatch batch, ReadOnlySpan<PendingCommit> commits)
    {
        StockWrites.Stock.AddTo(batch, [.. Rows(commits, commit => commit.Stock.AsSpan())
            .OrderBy(row => row.Key.ScheduleId).ThenBy(row => row.Key.Category, StringComparer.Ordinal)]);
        StockTakeRow[] takes = [.. Rows(commits, commit => commit.StockTakes.AsSpan())
            .OrderBy(row => row.TakeId).ThenBy(row => row.Key.Category, StringComparer.Ordinal)];
        AddVersioned(batch, takes, StockWrites.NewTakes, StockWrites.ChangedTakes);
    }

    private static void AddCoupons(NpgsqlBatch batch, ReadOnlySpan<PendingCommit> commits)
    {
        CouponRow[] coupons = [.. Rows(commits, commit => commit.Coupons.AsSpan())
            .OrderBy(row => row.Code, StringComparer.Ordinal)];
        AddVersioned(batch, coupons, CouponWrites.NewCoupons, CouponWrites.ChangedCoupons);
        var uses = Sorted(Rows(commits, commit => commit.CouponUses.AsSpan()), row => row.OrderId);
        AddVersioned(batch, uses, CouponWrites.NewUses, CouponWrites.ChangedUses);
    }

    private static void AddOrders(NpgsqlBatch batch, ReadOnlySpan<PendingCommit> commits)
    {
        var orders = Sorted(Rows(commits, commit => commit.Orders.AsSpan()), row => row.OrderId);
        AddVersioned(batch, orders, OrderWrites.NewOrders, OrderWrites.ChangedOrders);
        OrderWrites.Steps.AddTo(batch, Sorted(Rows(commits, commit => commit.OrderSteps.AsSpan()), row => row.OrderId));
        var tickets = Sorted(Rows(commits, commit => commit.Tickets.AsSpan()), row => row.TicketId);
        AddVersioned(batch, tickets, OrderWrites.NewTickets, OrderWrites.ChangedTickets);
    }

    /// <summary>At the end, because everything behind it is planned anew.</summary>
    private static void AddPlannedAnew(NpgsqlBatch batch, ReadOnlySpan<PendingCommit> commits)
    {
        ReservationSeatRow[] seats = [.. Rows(commits, commit => commit.Reservations.AsSpan())
            .Where(MayHaveOtherSeats)
            .OrderBy(row => row.Id)
            .SelectMany(SeatsOf)];
        PlaceRow[] places = [.. Rows(commits, commit => commit.Places.AsSpan())
            .Where(row => row.Version != FirstVersion)
            .OrderBy(row => (row.ScheduleId, row.UserId))];
        if (seats.Length + places.Length == 0)
            return;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(DataSourceExtensions.PlanAnew));
        TableWrites.ChangedReservationSeats.AddTo(batch, seats);
        QueueWrites.ChangedPlaces.AddTo(batch, places);
    }

    private static bool MayHaveOtherSeats(ReservationRow reservation) =>
        reservation.Version != FirstVersion
        && reservation.Status is ReservationStatus.Paying or ReservationStatus.Confirmed;

    private static IEnumerable<ReservationSeatRow> SeatsOf(ReservationRow reservation) =>
        reservation.Seats.Select((seat, index) =>
            new ReservationSeatRow(reservation.Id, (short)index, reservation.ScheduleId, seat));

    private static void AddVersioned<TRow>(
        NpgsqlBatch batch, TRow[] sorted, TableWrite<TRow> created, TableWrite<TRow> changed)
        where TRow : IVersionedRow
    {
        created.AddTo(batch, Array.FindAll(sorted, row => row.Version == FirstVersion));
        changed.AddTo(batch, Array.FindAll(sorted, row => row.Version != FirstVersion));
    }

    private static List<TRow> Rows<TRow>(ReadOnlySpan<PendingCommit> commits, RowsOf<TRow> rowsOf)
    {
        var rows = new List<TRow>(commits.Length);
        foreach (var pending in commits)
            rows.AddRange(rowsOf(pending.Commit));
        return rows;
    }

    private static TRow[] Sorted<TRow>(List<TRow> rows, Func<TRow, Guid> key)
    {
        rows.Sort((left, right) => key(left).CompareTo(key(right)));
        return [.. rows];
    }

    private delegate ReadOnlySpan<TRow> RowsOf<TRow>(Commit commit);
}

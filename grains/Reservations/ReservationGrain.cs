using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Seats;
using Ticketing.Stock;
using Ticketing.Storage;
using Ticketing.Tickets;

namespace Ticketing.Reservations;

/// <summary>
/// The lifecycle of one reservation; key: its id. Each command has a file of its own, which reads from top to bottom:
/// Reserve, Pay (with the events of the order), LatePayment, Cancel, Due (deadlines and retries). This file holds the
/// shared parts: the rows in memory, the commit with its messages, and the other grains involved.
/// </summary>
public sealed partial class ReservationGrain(ITicketStore store, TimeProvider time) : Grain, IReservationGrain
{
    private Guid id;
    private ReservationRecord? record;
    private DateTimeOffset knownAt;
    private IGrainTimer? expiryTimer;

    /// <summary>True once a step of the current request is in the database, or may be.</summary>
    private bool outcomeUncertain;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        id = GrainKeys.ParseId(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<ReservationView?> Get(Guid userId)
    {
        if (!await LoadOwned(userId)) return null;
        if (LifeRules.Due(record!, time.GetUtcNow()) == DueStep.Expire) await Expire();
        return ReservationRules.View(record!);
    }

    /// <summary>
    /// Runs one request. An exception of the store or of a call means "nothing was written". After the first commit of
    /// the request that is no longer true, so later exceptions become <see cref="CommitOutcomeUnknownException"/>.
    /// </summary>
    private async Task<TAnswer> Run<TAnswer>(Func<Task<TAnswer>> request)
    {
        outcomeUncertain = false;
        try
        {
            return await request();
        }
        catch (Exception e) when (outcomeUncertain && e is TicketStoreException or OrleansException or TimeoutException)
        {
            if (e is CommitOutcomeUnknownException) throw;
            throw new CommitOutcomeUnknownException(
                $"Reservation {id} may have been changed before a step failed: {e.Message}", e);
        }
    }

    /// <summary>
    /// Commits the next state with its event, assigns it, then reports it to the seats, the fan and the queue, which
    /// keep a part of it in memory.
    /// </summary>
    /// <param name="orderEvent">An event of the order that is published by the same commit.</param>
    /// <param name="known">The tickets that the decision is based on; loaded here when it needs none.</param>
    /// <param name="allocation">The row by which the stock keeps the places of a new reservation.</param>
    /// <param name="seatsPerFan">The purchase limit, for a step that may give the fan more seats.</param>
    private async Task Commit(
        ReservationRecord next, OutboxEvent? orderEvent = null, IReadOnlyList<TicketRow>? known = null,
        StockTakeRow? allocation = null, int? seatsPerFan = null)
    {
        var before = record;
        try
        {
            if (LifeRules.EndsTickets(before, next)) known ??= await store.LoadTicketsAsync(id);
            try
            {
                await store.CommitAsync(Written(next));
            }
            catch (CommitConflictException) when (before is not null)
            {
                // An operator who wants a seat blocked when it comes back writes the row of a seat that is ours.
                outcomeUncertain = true;
                if (await store.LoadReservationAsync(id) is not { } stored
                    || LifeRules.OnSeatsOf(before, next, stored) is not { } again)
                    throw;
                next = again;
                await store.CommitAsync(Written(next));
            }
        }
        catch (FanLimitException)
        {
            throw; // nothing was written, and the rows are as they were
        }
        catch (TicketStoreException e)
        {
            // A conflict means that another activation has written, perhaps the same change.
            if (e is CommitOutcomeUnknownException or CommitConflictException) outcomeUncertain = true;
            Drop();
            throw;
        }

        outcomeUncertain = true;
        Remember(next);
        if (ReservationCommits.SeatsChange(before, next)) await TellSeatsAndFan();
        if (TurnRules.Change(before, next) is { } turn) await Queue(next.Reservation.ScheduleId).Settle(turn);
        else if (TurnRules.FreesSeats(before, next)) await GrainFactory.TellSeatsAreFree(next.Reservation.ScheduleId);
        WatchExpiry();

        Commit Written(ReservationRecord step)
        {
            var commit = ReservationCommits.Write(before, step, orderEvent, seatsPerFan);
            if (known is not null && LifeRules.EndsTickets(before, step))
                commit = commit with { Tickets = TicketRules.Withdraw(before!, known, time.GetUtcNow()) };
            return allocation is null ? commit : commit with { StockTakes = [allocation] };
        }
    }

    private async Task TellSeatsAndFan()
    {
        foreach (var row in ReservationRules.SeatRows(record!))
        {
            await Seat(row.Key.SeatId).Settle(
                new SettledSeat(row.Status, row.ReservationId, row.Version, row.BlockWantedAt));
        }

        var counted = ReservationRules.CountedSeats(record!.Reservation);
        await Fan(record.Reservation.ScheduleId, record.Reservation.UserId)
            .Settle(new SettledAllowance(id, counted, Made: true));
    }

    /// <summary>The timer makes expiry prompt; the deadline in the row and the sweeper guarantee it.</summary>
    private void WatchExpiry()
    {
        expiryTimer?.Dispose();
        expiryTimer = null;
        if (record is null || LifeRules.UntilExpiry(record, time.GetUtcNow()) is not { } due) return;

        DelayDeactivation(due + TimeSpan.FromMinutes(1));
        expiryTimer = this.RegisterGrainTimer(
            static (grain, _) => grain.Drive(), this,
            new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = false });
    }

    private async Task<bool> LoadOwned(Guid userId)
    {
        if (await Load()) return record!.Reservation.UserId == userId;
        DeactivateOnIdle();
        return false;
    }

    private async Task<bool> Load()
    {
        if (record is not null) return true;
        if (await store.LoadReservationAsync(id) is not { } loaded) return false;
        Remember(loaded);
        WatchExpiry();
        return true;
    }

    private void Remember(ReservationRecord current)
    {
        record = current;
        knownAt = time.GetUtcNow();
    }

    private void Drop()
    {
        record = null;
        expiryTimer?.Dispose();
        expiryTimer = null;
        DeactivateOnIdle();
    }

    private ISeatGrain Seat(string seatId) => GrainFactory.GetGrain<ISeatGrain>(
        GrainKeys.Seat(new SeatKey(record!.Reservation.ScheduleId, seatId)));

    private IFanGrain Fan(Guid scheduleId, Guid userId) =>
        GrainFactory.GetGrain<IFanGrain>(GrainKeys.Fan(new FanKey(scheduleId, userId)));

    private IBalanceGrain Balance() =>
        GrainFactory.GetGrain<IBalanceGrain>(GrainKeys.Balance(
            new BalanceKey(record!.Reservation.UserId, record.Reservation.Currency)));

    private IScheduleGrain Schedule(Guid scheduleId) =>
        GrainFactory.GetGrain<IScheduleGrain>(GrainKeys.Of(scheduleId));

    private ISeatMapGrain SeatMap(Guid scheduleId) =>
        GrainFactory.GetGrain<ISeatMapGrain>(GrainKeys.Of(scheduleId));

    private IQueueGrain Queue(Guid scheduleId) => GrainFactory.GetGrain<IQueueGrain>(GrainKeys.Of(scheduleId));

    private IStockGrain Stock(Guid scheduleId, string category) =>
        GrainFactory.GetGrain<IStockGrain>(GrainKeys.Stock(new StockKey(scheduleId, category)));
}

using Ticketing.Queues;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>What the grain remembers of its rows, how both change together, and what is said when that fails.</summary>
public sealed partial class ReservationGrain
{
    private ReservationRecord? record;
    private DateTimeOffset knownAt;
    private IGrainTimer? expiryTimer;

    /// <summary>Whether something of what is being asked is in the database, or may be.</summary>
    private bool begun;

    /// <summary>
    /// Runs a request. What the store and calls throw tells that nothing was changed; once something was, that would
    /// be true of the last step only, so it becomes an unknown outcome.
    /// </summary>
    private async Task<TAnswer> Answer<TAnswer>(Func<Task<TAnswer>> request)
    {
        begun = false;
        try
        {
            return await request();
        }
        catch (Exception e) when (begun && e is TicketStoreException or OrleansException or TimeoutException)
        {
            if (e is CommitOutcomeUnknownException) throw;
            throw new CommitOutcomeUnknownException(
                $"Reservation {id} may have been changed before a step failed: {e.Message}", e);
        }
    }

    /// <summary>Commit, assign, and tell whoever keeps a part of it in memory.</summary>
    /// <param name="said">What is said of an order by the same commit.</param>
    private async Task Become(ReservationRecord next, OutboxEvent? said = null)
    {
        var before = record;
        try
        {
            await store.CommitAsync(ReservationCommits.Write(before, next, said));
        }
        catch (TicketStoreException e)
        {
            // A conflict: somebody else has written, perhaps the same.
            if (e is CommitOutcomeUnknownException or CommitConflictException) begun = true;
            Drop();
            throw;
        }

        begun = true;
        Remember(next);
        if (ReservationCommits.SeatsChange(before, next)) await TellSeatsAndFan();
        await TellQueue(before);
        WatchExpiry();
    }

    private async Task TellSeatsAndFan()
    {
        foreach (var row in ReservationRules.SeatRows(record!))
            await Seat(row.Key.SeatId).Settle(new SettledSeat(row.Status, row.ReservationId, row.Version));
        var counted = ReservationRules.CountedSeats(record!.Reservation);
        await Fan().Settle(new SettledAllowance(id, counted, Made: true));
    }

    /// <summary>The timer makes expiry prompt; the deadline in the row and the sweeper make it certain.</summary>
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
}

using Ticketing.Events;
using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Seats;

/// <summary>
/// One seat. Refusals come from memory; a granted claim becomes effective only when the reservation commits it.
/// </summary>
public sealed class SeatGrain(ITicketStore store, TimeProvider time) : Grain, ISeatGrain
{
    private SeatKey key;
    private SeatState? seat;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        key = GrainKeys.ParseSeat(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<ClaimOutcome> Claim(Guid reservationId)
    {
        if (SeatRules.MustRead(seat, reservationId, time.GetUtcNow())) await Read();
        if (seat is null) return new ClaimOutcome(ClaimResult.UnknownSeat);

        (seat, var outcome) = SeatRules.Claim(seat, reservationId, time.GetUtcNow());
        return outcome;
    }

    public async Task<ClaimResult> Look()
    {
        if (SeatRules.MustRead(seat, Guid.Empty, time.GetUtcNow())) await Read();
        return seat is null
            ? ClaimResult.UnknownSeat
            : SeatRules.Claim(seat, Guid.Empty, time.GetUtcNow()).Outcome.Result;
    }

    public Task GiveBack(Guid reservationId)
    {
        if (seat is not null) seat = SeatRules.GiveBack(seat, reservationId);
        return Task.CompletedTask;
    }

    public Task Settle(SettledSeat settled)
    {
        if (seat is not null) seat = SeatRules.Settle(seat, settled, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task Forget()
    {
        seat = null;
        return Task.CompletedTask;
    }

    public Task<BlockOutcome> Block() => Change((known, now) => SeatRules.Block(known, whenFree: false, now));

    public Task<BlockOutcome> BlockWhenFree() => Change((known, now) => SeatRules.Block(known, whenFree: true, now));

    public Task<BlockOutcome> Unblock() => Change(SeatRules.Unblock);

    /// <summary>
    /// A command of an operator. It is rare and its answer may be that there is nothing to write, so the row is read
    /// first, unless a claim would be forgotten by that. A decision on stale memory is repeated once.
    /// </summary>
    private async Task<BlockOutcome> Change(
        Func<SeatState, DateTimeOffset, (SeatRow? Next, BlockOutcome Outcome)> decide)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (seat?.Claim is null || attempt > 1 || SeatRules.MustRead(seat, Guid.Empty, time.GetUtcNow()))
                await Read();
            if (seat is null) return BlockOutcome.UnknownSeat;

            var (row, outcome) = decide(seat, time.GetUtcNow());
            if (row is null) return outcome;
            try
            {
                await store.CommitAsync(SeatCommits.Write(seat.Row, row, time.GetUtcNow()));
            }
            catch (CommitConflictException) when (attempt == 1)
            {
                continue;
            }
            catch (TicketStoreException)
            {
                seat = null;
                throw;
            }

            seat = new SeatState(row, Claim: null, time.GetUtcNow());
            if (row.Status == SeatStatus.Available) await GrainFactory.TellSeatsAreFree(key.ScheduleId);
            return outcome;
        }
    }

    private async Task Read()
    {
        seat = null;
        var row = await store.LoadSeatAsync(key);
        if (row is null) DeactivateOnIdle();
        else seat = new SeatState(row, Claim: null, time.GetUtcNow());
    }
}

/// <summary>The transaction by which an operator changes a seat, with the event if its status changes.</summary>
public static class SeatCommits
{
    public static Commit Write(SeatRow before, SeatRow row, DateTimeOffset now)
    {
        if (row.Status == before.Status) return new Commit { Seats = [row] };
        var topic = row.Status == SeatStatus.Blocked ? Topics.SeatBlocked : Topics.SeatUnblocked;
        var body = new SeatEvent(row.Key.ScheduleId, row.Key.SeatId, row.Status, row.Version);
        return new Commit { Seats = [row], Events = [OutboxEvents.Of(topic, body, now)] };
    }
}

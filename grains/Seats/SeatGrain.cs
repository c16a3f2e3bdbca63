using Ticketing.Events;
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

    public Task<BlockOutcome> Block() => SetBlocked(true);

    public Task<BlockOutcome> Unblock() => SetBlocked(false);

    private async Task<BlockOutcome> SetBlocked(bool blocked)
    {
        if (SeatRules.MustRead(seat, Guid.Empty, time.GetUtcNow())) await Read();
        if (seat is null) return BlockOutcome.UnknownSeat;

        var (row, outcome) = SeatRules.SetBlocked(seat, blocked, time.GetUtcNow());
        if (row is null) return outcome;
        try
        {
            await store.CommitAsync(SeatCommits.Write(row, time.GetUtcNow()));
        }
        catch (TicketStoreException)
        {
            seat = null;
            throw;
        }

        seat = new SeatState(row, Claim: null, time.GetUtcNow());
        return outcome;
    }

    private async Task Read()
    {
        seat = null;
        var row = await store.LoadSeatAsync(key);
        if (row is null) DeactivateOnIdle();
        else seat = new SeatState(row, Claim: null, time.GetUtcNow());
    }
}

/// <summary>The transaction by which an operator takes a seat off sale or puts it back, with its event.</summary>
public static class SeatCommits
{
    public static Commit Write(SeatRow row, DateTimeOffset now)
    {
        var topic = row.Status == SeatStatus.Blocked ? Topics.SeatBlocked : Topics.SeatUnblocked;
        var body = new SeatEvent(row.Key.ScheduleId, row.Key.SeatId, row.Status, row.Version);
        return new Commit { Seats = [row], Events = [OutboxEvents.Of(topic, body, now)] };
    }
}

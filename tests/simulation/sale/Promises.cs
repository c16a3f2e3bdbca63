using Ticketing.Balances;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Storage;
using Ticketing.Tickets;

namespace Ticketing.Tests.Simulation;

/// <summary>The answers to fans, checked against the store when they are given and again at the end.</summary>
/// <param name="limit">Seats a fan may have.</param>
/// <param name="twice">Whether grains may be active twice.</param>
internal sealed class Promises(FaultyStore store, TimeProvider time, int limit, bool twice)
{
    private readonly HashSet<Guid> confirmed = [];
    private readonly HashSet<Guid> letIn = [];
    private readonly HashSet<Guid> undone = [];
    private readonly HashSet<(BalanceKey Key, string OperationId, long Amount)> charged = [];

    private readonly HashSet<(Guid Id, string Name)> renewed = [];
    private readonly Dictionary<Guid, DateTimeOffset> heldUntil = [];

    private readonly Dictionary<string, DateTimeOffset> blocked = [];
    private readonly HashSet<string> doubtful = [];

    public int Yes { get; private set; }

    public int No { get; private set; }

    public int Sold { get; private set; }

    public int Renewals => renewed.Count;

    public int LetIn { get; private set; }

    public int KeptOut { get; private set; }

    /// <summary>I1: no fan gets a yes for a seat that another fan has.</summary>
    public void Reserved(Guid id, Guid userId, ReserveOutcome outcome)
    {
        if (outcome.Result != ReserveResult.Reserved)
        {
            No++;
            return;
        }

        Yes++;
        var row = Row(id);
        foreach (var seat in outcome.Reservation!.Seats)
            Assert.False(blocked.TryGetValue(seat.SeatId, out var since) && row.CreatedAt > since, seat.SeatId);
        Assert.Equal(userId, row.UserId);
        Assert.Equal(outcome.Reservation.Seats, row.Seats);
        var live = store.Reservations.Where(other => other.UserId == userId).Sum(ReservationRules.CountedSeats);
        Assert.True(live <= limit, $"Fan {userId} has {live} seats.");
        if (row.Status != ReservationStatus.Pending) return;

        Assert.True(row.ExpiresAt <= outcome.Reservation.ExpiresAt);
        AssertSeats(row, SeatStatus.Held);
    }

    /// <summary>From here on the seat goes to no later reservation.</summary>
    public void Blocked(string seat, BlockOutcome outcome)
    {
        Assert.Contains(outcome, new[] { BlockOutcome.Done, BlockOutcome.WhenFree });
        if (!doubtful.Contains(seat)) blocked.TryAdd(seat, time.GetUtcNow());
    }

    /// <summary>An operator's command whose answer was lost may take effect late, after the next one.</summary>
    public void Doubtful(string seat)
    {
        doubtful.Add(seat);
        blocked.Remove(seat);
    }

    public void Unblocking(string seat) => blocked.Remove(seat);

    /// <summary>
    /// The same request has the same answer. A second activation of a grain may not know the first answer: it may
    /// refuse for as long as memory is trusted, but never make another reservation.
    /// </summary>
    public void Repeated(Guid id, ReserveOutcome? outcome)
    {
        var refused = outcome?.Result
            is ReserveResult.Taken or ReserveResult.NotEnoughSeats or ReserveResult.LimitExceeded;
        if (outcome is not null && !(twice && refused)) Assert.Equal(id, outcome.Reservation?.Id);
    }

    /// <summary>A renewed hold lasts as long as the answer says, and no hold has more renewals than it may.</summary>
    public void Renewed(Guid id, string name, RenewOutcome outcome)
    {
        Assert.NotEqual(RenewResult.NotFound, outcome.Result);
        var row = Row(id);
        var seen = outcome.Reservation!;
        if (outcome.Result == RenewResult.NoneLeft && seen.Status == ReservationStatus.Pending)
            Assert.Equal(row.RenewalsAllowed, row.Renewals.Length);
        if (outcome.Result != RenewResult.Renewed) return;

        renewed.Add((id, name));
        AssertRenewals(row);
        if (seen.Status == ReservationStatus.Pending && heldUntil.GetValueOrDefault(id) < seen.ExpiresAt)
            heldUntil[id] = seen.ExpiresAt;
    }

    public void Paid(Guid id, PayOutcome outcome)
    {
        Assert.NotEqual(PayResult.NotFound, outcome.Result);
        if (outcome.Result != PayResult.Confirmed) return;

        Sold++;
        confirmed.Add(id);
        Assert.Equal(ReservationStatus.Confirmed, Row(id).Status);
        AssertSeats(Row(id), SeatStatus.Sold);
    }

    /// <summary>From here on the fan has given up the seats.</summary>
    public void Cancelling(Guid id) => confirmed.Remove(id);

    public void Cancelled(Guid id, CancelOutcome outcome)
    {
        if (outcome.Result != CancelResult.Cancelled) return;
        Assert.Equal(ReservationStatus.Cancelled, Row(id).Status);
        var tickets = store.Tickets.Where(ticket => ticket.ReservationId == id);
        Assert.DoesNotContain(tickets, ticket => letIn.Contains(ticket.TicketId) && !undone.Contains(ticket.TicketId));
    }

    /// <summary>A bearer is let in with a ticket that is paid for, and only once.</summary>
    public void CheckedIn(TicketRow ticket, CheckInOutcome outcome)
    {
        if (outcome.Result != CheckInResult.Admitted)
        {
            KeptOut++;
            return;
        }

        LetIn++;
        Assert.True(letIn.Add(ticket.TicketId) || undone.Contains(ticket.TicketId), "Let in twice with one ticket.");
        if (!undone.Contains(ticket.TicketId))
            Assert.Equal(ReservationStatus.Confirmed, Row(ticket.ReservationId).Status);
    }

    /// <summary>From here on, the ticket may be used again or returned.</summary>
    public void Undoing(TicketRow ticket) => undone.Add(ticket.TicketId);

    public void Charged(BalanceKey key, BalanceChange change, BalanceOutcome outcome)
    {
        Assert.Equal(BalanceResult.Applied, outcome.Result);
        charged.Add((key, change.OperationId, change.Amount));
    }

    public void AssertKept()
    {
        foreach (var id in confirmed)
        {
            Assert.Equal(ReservationStatus.Confirmed, Row(id).Status);
            AssertSeats(Row(id), SeatStatus.Sold);
        }

        foreach (var ticket in store.Tickets.Where(ticket => letIn.Except(undone).Contains(ticket.TicketId)))
        {
            Assert.True(ticket is { UsedAt: not null, IsCancelled: false }, $"{ticket} is not used any more.");
            Assert.Equal(ReservationStatus.Confirmed, Row(ticket.ReservationId).Status);
        }

        Assert.All(store.Reservations, AssertRenewals);
        foreach (var (id, until) in heldUntil)
            Assert.True(Row(id) is not { Status: ReservationStatus.Expired } row || row.UpdatedAt >= until, $"{id}");

        var ledger = store.Ledger
            .Select(entry => (new BalanceKey(entry.UserId, entry.Currency), entry.OperationId, entry.Amount))
            .ToHashSet();
        Assert.All(charged, charge => Assert.Contains(charge, ledger));
    }

    private void AssertRenewals(ReservationRow row)
    {
        Assert.InRange(row.Renewals.Length, renewed.Count(one => one.Id == row.Id), row.RenewalsAllowed);
        Assert.Equal(row.Renewals.Length, row.Renewals.Distinct().Count());
    }

    private void AssertSeats(ReservationRow row, SeatStatus status)
    {
        if (status == SeatStatus.Held && row.ExpiresAt <= time.GetUtcNow()) return;
        var seats = row.Seats.Where(seat => seat.SeatId.Length > 0)
            .Select(seat => store.Seats.Single(s => s.Key.SeatId == seat.SeatId));
        Assert.All(seats, seat => Assert.Equal((status, row.Id), (seat.Status, seat.ReservationId)));
    }

    private ReservationRow Row(Guid id) => Assert.Single(store.Reservations, row => row.Id == id);
}

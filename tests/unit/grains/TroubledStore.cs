using Ticketing.Balances;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Grains;

/// <summary>A store that fails, loses or delays one kind of thing, as a test says.</summary>
internal sealed class TroubledStore(TimeProvider time) : MemoryTicketStore(time)
{
    private readonly HashSet<Commit> late = [];
    private int seatLoads;
    private int queueCommits;

    public QueueWatch Watch { get; } = new();

    /// <summary>The faults of queue commits, by their number from now, from 0.</summary>
    public Dictionary<int, CommitFault> QueueFaults { get; } = [];

    /// <summary>The fault of the next commit of tickets.</summary>
    public CommitFault TicketFault { get; set; }

    /// <summary>How long every load and commit takes, so that calls to different grains interleave.</summary>
    public TimeSpan Pace { get; set; }

    public bool HideSeats { get; set; }

    public TimeSpan? SlowPlaces { get; set; }

    /// <summary>How long a commit of a queue takes, before it is written.</summary>
    public TimeSpan? SlowQueueCommits { get; set; }

    /// <summary>How long counting the seats takes; the result is stale by then.</summary>
    public TimeSpan? SlowCounts { get; set; }

    public int QueueCommits => queueCommits;

    public int SeatCounts { get; private set; }

    public TimeSpan? LateDebits { get; set; }

    public TimeSpan? SlowReservations { get; set; }

    public bool LoseReservations { get; set; }

    /// <summary>Renewals are written, and the answer is lost.</summary>
    public bool LoseRenewals { get; set; }

    public TimeSpan? SlowBalance { get; set; }

    public bool LoseRefunds { get; set; }

    public string? FailSeat { get; set; }

    /// <summary>How long the second load of a seat takes.</summary>
    public TimeSpan? SlowSeat { get; set; }

    /// <summary>The step after a debit or before a refund finds the store overloaded.</summary>
    public bool FullWhenMoneyMoves { get; set; }

    /// <summary>How many loads of reservations take a minute, from the first.</summary>
    public int HangingReservationLoads { get; set; }

    public int ReservationLoads { get; private set; }

    /// <summary>How long reading all seats takes; the result is stale by then.</summary>
    public TimeSpan? SlowSnapshots { get; set; }

    public bool HideSnapshots { get; set; }

    public int SnapshotLoads { get; private set; }

    /// <summary>Called before each load.</summary>
    public Func<Task>? Loading { get; set; }

    /// <summary>The fault of the next commit of statistics.</summary>
    public CommitFault StatisticsFault { get; set; }

    protected override async Task BeforeCommitAsync(Commit commit)
    {
        if (late.Contains(commit)) return;
        if (Pace > TimeSpan.Zero) await Task.Delay(Pace, Time);
        if (commit.Queues.Length > 0)
        {
            var fault = QueueFaults.GetValueOrDefault(queueCommits++);
            if (fault == CommitFault.Refused) throw new StoreUnavailableException("refused");
            if (fault == CommitFault.LostBefore) throw new CommitOutcomeUnknownException("not written");
            if (SlowQueueCommits is { } slowly) await Task.Delay(slowly, Time);
        }

        if (commit.Tickets.Length > 0 && TicketFault == CommitFault.LostBefore)
            throw new CommitOutcomeUnknownException("not written");
        if (commit.Statistics.Length > 0 && StatisticsFault == CommitFault.Refused) throw Once("refused");
        if (commit.Statistics.Length > 0 && StatisticsFault == CommitFault.LostBefore) throw Once("not written");
        if (LateDebits is { } wait && commit.Ledger.Any(entry => entry.Amount < 0))
        {
            late.Add(commit);
            _ = Land(commit, wait);
            throw new CommitOutcomeUnknownException("late");
        }

        if (LoseRefunds && commit.Ledger.Any(entry => entry.Kind == LedgerKind.Refund))
            throw new StoreUnavailableException("lost");
        if (FullWhenMoneyMoves
            && (commit.Payments.Any(row => row.Status == PaymentStatus.Paid)
                || commit.Ledger.Any(entry => entry.Kind == LedgerKind.Refund)))
            throw new StoreOverloadedException("full");
        var makes = commit.Reservations.Any(row => row.Version == 1);
        if (makes && LoseReservations) throw new CommitOutcomeUnknownException("lost");
        if (makes && SlowReservations is { } slow) await Task.Delay(slow, Time);
    }

    protected override Task AfterCommitAsync(Commit commit)
    {
        Watch.Committed(commit);
        if (LoseRenewals && commit.Reservations.Any(row => !row.Renewals.IsEmpty))
            throw new CommitOutcomeUnknownException("written");
        if (commit.Queues.Length > 0 && QueueFaults.GetValueOrDefault(queueCommits - 1) == CommitFault.LostAfter)
            throw new CommitOutcomeUnknownException("written");
        if (commit.Tickets.Length > 0 && TicketFault == CommitFault.LostAfter)
        {
            TicketFault = CommitFault.None;
            throw new CommitOutcomeUnknownException("written");
        }

        if (commit.Statistics.Length > 0 && StatisticsFault == CommitFault.LostAfter) throw Once("written");
        return Task.CompletedTask;
    }

    protected override async Task BeforeLoadAsync(string what)
    {
        if (Loading is { } loading) await loading();
        if (Pace > TimeSpan.Zero) await Task.Delay(Pace, Time);
        if (what == "counts" && SeatCounts++ >= 0 && HideSeats) throw new StoreUnavailableException("no seats");
        if (what == "snapshots" && SnapshotLoads++ >= 0 && HideSnapshots) throw new StoreUnavailableException("away");
        if (what == "places" && SlowPlaces is { } wait) await Task.Delay(wait, Time);
        if (what == "balance" && SlowBalance is { } slow) await Task.Delay(slow, Time);
        if (what == "seat" && FailSeat is not null && ++seatLoads == 2) throw new StoreOverloadedException("full");
        if (what == "seat" && SlowSeat is { } seatWait && ++seatLoads == 2) await Task.Delay(seatWait, Time);
        if (what == "reservation" && ReservationLoads++ < HangingReservationLoads)
            await Task.Delay(TimeSpan.FromMinutes(1), Time);
    }

    protected override async Task AfterLoadAsync(string what)
    {
        if (what == "snapshots" && SlowSnapshots is { } slow) await Task.Delay(slow, Time);
        if (what == "counts" && SlowCounts is { } wait) await Task.Delay(wait, Time);
    }

    private TicketStoreException Once(string what)
    {
        var fault = StatisticsFault;
        StatisticsFault = CommitFault.None;
        return fault == CommitFault.Refused
            ? new StoreUnavailableException(what)
            : new CommitOutcomeUnknownException(what);
    }

    private async Task Land(Commit commit, TimeSpan wait)
    {
        await Task.Delay(wait, Time);
        try
        {
            await CommitAsync(commit);
        }
        catch (CommitConflictException)
        {
            // Another commit was first.
        }
    }
}

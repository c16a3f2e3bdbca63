using Ticketing.Catalog;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>How a turn of the queue runs: know, decide, admit, commit, assign, watch the clock.</summary>
public sealed partial class QueueGrain
{
    private static readonly TimeSpan TimerTime = TimeSpan.FromSeconds(Limits.QueueTimerSeconds);
    private static readonly TimeSpan SupplyLook = TimeSpan.FromMilliseconds(Limits.SupplyLookMilliseconds);

    private readonly List<SettledTurn> news = [];
    private Guid scheduleId;
    private SaleTerms? terms;
    private SeatLook seats = SeatLook.None;
    private bool inTurn;
    private IGrainTimer? timer;
    private DateTimeOffset? timerDue;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        scheduleId = GrainKeys.ParseId(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    /// <summary>What reservations told would be gone with this memory.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (news.Count == 0) return;
        Forget();
        try
        {
            if (await Load() is { } known) await Become(Bring(known));
        }
        catch (TicketStoreException)
        {
            // The turns end by their deadlines.
        }
    }

    /// <param name="body">Gets the draft of this turn: memory, and what time and reservations have brought.</param>
    /// <param name="unknown">The answer when there is no such schedule.</param>
    private async Task<TAnswer> Turn<TAnswer>(Func<QueueState, Task<TAnswer>> body, TAnswer unknown)
    {
        inTurn = true;
        try
        {
            ForgetWhatIsOld();
            if (await Known() is not { } known || terms is null) return unknown;
            var answer = await body(Bring(known));
            Watch();
            return answer;
        }
        catch (TicketStoreException)
        {
            Drop();
            throw;
        }
        finally
        {
            inTurn = false;
        }
    }

    private QueueState Bring(QueueState known)
    {
        var now = time.GetUtcNow();
        foreach (var settled in news) known = QueueEndRules.Settle(known, settled, now);
        return QueueEndRules.Lapse(known, now);
    }

    /// <summary>Admits whom there is room for, within the bounds of a turn; what is left makes the timer due.</summary>
    private async Task<QueueState> Admit(QueueState draft)
    {
        if (!QueueAdmissionRules.IsAwaited(draft.Row)) return draft;
        if (time.GetUtcNow() >= terms!.OpensAt) await LookAtSeats();

        // One moment for all of it: the opening is not to come between the draw and the admission.
        var now = time.GetUtcNow();
        draft = QueueDueRules.Open(draft, terms, joining: false, now);
        var left = Limits.AdmissionsPerBatch;
        var onlyGaps = false;
        for (var look = 0; look < Limits.LooksPerTurn; look++)
        {
            var room = Math.Min(left, QueueAdmissionRules.Room(draft, terms, seats, now));
            if (room == 0) break;

            var numbers = QueueAdmissionRules.NextNumbers(draft, room, onlyGaps);
            var stored = numbers.Where(number => number <= state!.Row.LastNumber).ToArray();
            var rows = stored.Length == 0 ? [] : await store.LoadPlacesByNumberAsync(scheduleId, stored);
            var next = QueueAdmissionRules.Admit(draft, numbers, rows, room, now);
            var admitted = next.Present.Count - draft.Present.Count;
            (draft, onlyGaps, left) = (next, admitted == 0, left - admitted);
        }

        return draft;
    }

    private async Task LookAtSeats()
    {
        var now = time.GetUtcNow();
        if (seats.NextAt > now) return;
        try
        {
            seats = new SeatLook(await store.CountSeatsAsync(scheduleId).WaitAsync(SupplyLook, time), now);
        }
        catch (Exception e) when (e is TicketStoreException or TimeoutException)
        {
            seats = new SeatLook(Counts: null, time.GetUtcNow());
        }
    }

    /// <summary>Commit, then assign.</summary>
    private async Task Become(QueueState draft)
    {
        if (QueueCommits.Changes(state!, draft))
        {
            if (!QueueCommits.IsConsistent(draft)) await CheckUpToDate();
            await store.CommitAsync(QueueCommits.Write(state!, draft, time.GetUtcNow()));
            draft = draft.Written(time.GetUtcNow());
        }

        state = draft;
        news.Clear();
    }

    /// <summary>The timer makes it prompt; deadlines in the rows and the sweeper make it certain.</summary>
    private void Watch()
    {
        var now = time.GetUtcNow();
        var due = QueueDueRules.NextDue(state!, terms!, seats, now);
        if (news.Count > 0) due = now;
        if (due is null && state is { Row.Waiting: 0, Present.Count: 0 }) return;
        SetTimer(due is { } soon && soon < now + TimerTime ? soon : now + TimerTime);
    }

    private void SetTimer(DateTimeOffset due)
    {
        if (timer is not null && timerDue == due) return;
        timerDue = due;
        var wait = due - time.GetUtcNow();
        wait = wait > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : TimeSpan.Zero;
        DelayDeactivation(wait + TimeSpan.FromMinutes(1));
        if (timer is not null)
        {
            timer.Change(wait, Timeout.InfiniteTimeSpan);
            return;
        }

        timer = this.RegisterGrainTimer(
            static (grain, _) => grain.OnDue(), this,
            new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { Interleave = false });
    }

    private Task OnDue()
    {
        timerDue = null;
        return Turn(
            async draft =>
            {
                await Become(await Admit(draft));
                return true;
            },
            unknown: false);
    }
}

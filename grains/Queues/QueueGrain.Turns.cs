using Ticketing.Catalog;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>How a turn of the queue runs: know, decide, admit, commit, assign, watch the clock.</summary>
public sealed partial class QueueGrain
{
    private static readonly TimeSpan TrustTime = TimeSpan.FromSeconds(Limits.QueueTrustSeconds);
    private static readonly TimeSpan TimerTime = TimeSpan.FromSeconds(Limits.QueueTimerSeconds);
    private static readonly TimeSpan SupplyCheck = TimeSpan.FromMilliseconds(Limits.SupplyCheckMilliseconds);
    private static readonly TimeSpan SupplyLook = TimeSpan.FromMilliseconds(Limits.SupplyLookMilliseconds);

    private readonly List<SettledTurn> news = [];
    private Guid scheduleId;
    private QueueState? state;
    private QueueState? forgotten;
    private Task<QueueState?>? loading;
    private SaleTerms? terms;
    private SeatSupply supply;
    private DateTimeOffset suppliedAt;
    private bool inTurn;
    private IGrainTimer? timer;
    private DateTimeOffset? timerDue;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        scheduleId = GrainKeys.ParseId(this.GetPrimaryKeyString());
        return Task.CompletedTask;
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
        draft = QueueDueRules.Open(draft, terms!, joining: false, time.GetUtcNow());
        if (time.GetUtcNow() >= terms!.OpensAt) await LookAtSeats();

        var left = Limits.AdmissionsPerBatch;
        var onlyGaps = false;
        for (var look = 0; look < Limits.LooksPerTurn; look++)
        {
            var now = time.GetUtcNow();
            var room = Math.Min(left, QueueAdmissionRules.Room(draft, terms, supply, now));
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
        if (suppliedAt + SupplyCheck > time.GetUtcNow()) return;
        try
        {
            var map = GrainFactory.GetGrain<ISeatMapGrain>(GrainKeys.Of(scheduleId));
            supply = QueueAdmissionRules.Supply(await map.Count().WaitAsync(SupplyLook, time));
        }
        catch (Exception e) when (e is TicketStoreException or TimeoutException or OrleansException)
        {
            supply = SeatSupply.Free;
        }

        suppliedAt = time.GetUtcNow();
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

    /// <summary>Old memory and newer rows do not agree, and what was decided on both could not be written.</summary>
    private async Task CheckUpToDate()
    {
        var stored = await store.LoadQueueAsync(scheduleId);
        if (stored?.Queue.Version != state!.Row.Version)
            throw new CommitConflictException($"Queue {scheduleId} has gone on in another activation.");
    }

    private async Task<PlaceRow?> ReadPlace(Guid userId) =>
        (await store.LoadPlacesAsync(scheduleId, [userId])).SingleOrDefault();

    /// <summary>Memory was found to be older than the rows.</summary>
    private async Task<QueueState> Reread()
    {
        Forget();
        return Bring(await Known() ?? throw new InvalidOperationException($"Queue {scheduleId} has lost its row."));
    }

    private async Task<QueueState?> Known()
    {
        var known = state;
        if (known is null)
        {
            // Looks at the standing interleave: all of them wait for the one load.
            if (loading is null or { IsCompleted: true }) loading = Load();
            known = await loading;
        }

        terms = await GrainFactory.GetGrain<IScheduleGrain>(GrainKeys.Of(scheduleId)).GetTerms();
        if (known is null || terms is null) DeactivateOnIdle();
        return known;
    }

    private async Task<QueueState?> Load()
    {
        var now = time.GetUtcNow();
        if (await store.LoadQueueAsync(scheduleId) is not { } record) return null;
        var read = QueueState.Read(record, now);
        QueueCommits.CheckConsistent(read);
        if (forgotten is not null) read = read with { Pace = forgotten.Pace, Rate = forgotten.Rate };
        return state = read;
    }

    /// <summary>Another activation may have gone on; it will be noticed by the next commit, or here.</summary>
    private void ForgetWhatIsOld()
    {
        if (state is not null && state.KnownAt + TrustTime <= time.GetUtcNow()) Forget();
    }

    private void Forget()
    {
        forgotten = state ?? forgotten;
        state = null;
    }

    private void Drop()
    {
        state = null;
        DeactivateOnIdle();
    }

    /// <summary>The timer makes it prompt; deadlines in the rows and the sweeper make it certain.</summary>
    private void Watch()
    {
        var now = time.GetUtcNow();
        var due = QueueDueRules.NextDue(state!, terms!, supply, now);
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

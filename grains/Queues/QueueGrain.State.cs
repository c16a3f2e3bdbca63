using Ticketing.Catalog;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>
/// How a command of the queue runs: load the rows, apply what time and reservations have brought, decide, commit,
/// assign, set the timer.
/// </summary>
public sealed partial class QueueGrain
{
    private static readonly TimeSpan TimerTime = TimeSpan.FromSeconds(Limits.QueueTimerSeconds);
    private static readonly TimeSpan TrustTime = TimeSpan.FromSeconds(Limits.QueueTrustSeconds);
    private static readonly TimeSpan RetryTime = TimeSpan.FromSeconds(Limits.ReportRetrySeconds);

    private readonly OneByOne commands = new();
    private readonly List<SettledTurn> reports = [];
    private Guid scheduleId;
    private SaleTerms? terms;
    private QueueState? state;
    private QueueState? forgotten;
    private Task<QueueState?>? loading;
    private int brought;
    private IGrainTimer? timer;
    private DateTimeOffset? timerDue;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        scheduleId = GrainKeys.ParseId(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    /// <summary>
    /// Unwritten reports from reservations would be lost with this memory, so they are committed now.
    /// </summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (reports.Count == 0) return;
        await commands.Begin();
        Forget();
        try
        {
            if (await Load() is { } known) await Become(Bring(known));
        }
        catch (TicketStoreException)
        {
            // The turns end at their deadlines.
        }
        finally
        {
            commands.End();
        }
    }

    /// <summary>Runs one command at a time, in the order of their calls.</summary>
    /// <param name="body">
    /// Receives the draft of this command: memory with expired deadlines and reservations' reports applied.
    /// </param>
    /// <param name="unknown">The answer when the schedule does not exist.</param>
    /// <param name="isOwn">A timer or a report: it is never refused.</param>
    private async Task<TAnswer> Run<TAnswer>(
        Func<QueueState, Task<TAnswer>> body, TAnswer unknown, bool isOwn = false)
    {
        if (!isOwn && commands.Waiting >= QueueLimits.CallsWaiting)
            throw new StoreOverloadedException($"{commands.Waiting} calls wait for queue {scheduleId}.");
        await commands.Begin();
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
            commands.End();
        }
    }

    private QueueState Bring(QueueState known)
    {
        var now = time.GetUtcNow();
        brought = reports.Count;
        foreach (var settled in reports) known = QueueEndRules.Settle(known, settled, now);
        return QueueEndRules.Lapse(known, now);
    }

    /// <summary>Commits, then assigns.</summary>
    private async Task Become(QueueState draft)
    {
        if (QueueCommits.Changes(state!, draft))
        {
            if (!QueueCommits.IsConsistent(draft)) await CheckUpToDate();
            await store.CommitAsync(QueueCommits.Write(state!, draft, time.GetUtcNow()));
            foreach (var read in placesBeingRead) read.Doubt(draft.Unwritten);
            draft = draft.Written(time.GetUtcNow());
        }

        state = draft;

        // Those that have arrived while the commit was awaited are not in it.
        reports.RemoveRange(0, brought);
        brought = 0;
    }

    /// <summary>The timer makes it prompt; deadlines in the rows and the sweeper guarantee it.</summary>
    private void Watch()
    {
        var now = time.GetUtcNow();
        var due = QueueDueRules.NextDue(state!, terms!, seats, now);
        if (reports.Count > 0) due = now;
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
        return Run(
            async draft =>
            {
                await Become(await Admit(draft));
                return true;
            },
            unknown: false,
            isOwn: true);
    }

    /// <summary>
    /// A decision that mixes old memory with newer rows would fail the invariant check, although it is only a conflict.
    /// </summary>
    private async Task CheckUpToDate()
    {
        var stored = await store.LoadQueueAsync(scheduleId);
        if (stored?.Queue.Version != state!.Row.Version)
            throw new CommitConflictException($"Queue {scheduleId} was written by another activation.");
    }

    private async Task<PlaceRow?> ReadPlace(Guid userId) =>
        (await store.LoadPlacesAsync(scheduleId, [userId])).SingleOrDefault();

    /// <summary>Called when memory turned out to be older than the rows.</summary>
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
            // Reads of the summary interleave: all of them await the same load.
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
        foreach (var known in placesBeingRead) known.DoubtAll();
        if (forgotten is not null)
        {
            read = read with
            {
                Pace = forgotten.Pace,
                Rate = forgotten.Rate,
                Leavers = forgotten.Leavers.After(forgotten.Row.Abandoned, read.Row.Abandoned),
            };
        }

        reports.AddRange(QueueEventRules.ReportsOf(record).Except(reports).ToArray());
        return state = read;
    }

    /// <summary>Another activation may have written; this is noticed by the next commit, or here.</summary>
    private void ForgetWhatIsOld()
    {
        if (state is not null && state.KnownAt + TrustTime <= time.GetUtcNow()) Forget();
    }

    private void Forget()
    {
        forgotten = state ?? forgotten;
        state = null;
    }

    /// <summary>
    /// Called after a failed commit. Reports from reservations that are still unwritten are retried soon.
    /// </summary>
    private void Drop()
    {
        Forget();
        if (reports.Count > 0) SetTimer(time.GetUtcNow() + RetryTime);
        else DeactivateOnIdle();
    }
}

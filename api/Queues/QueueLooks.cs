using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Api;

/// <summary>
/// Reads the state of a fan's place. While the turn is far away, the cached summary is enough, once this process has
/// read in the place's row that it waits. When the turn has come, the queue grain is asked: polling shows that the fan
/// is present. A caller that only looks gets what the row says instead, and the turn is not taken.
/// </summary>
internal sealed class QueueLooks(
    QueueCache board, KnownPlaces known, PlaceReads places, IGrainFactory grains, TimeProvider time)
{
    // An active fan only waits for the end of the turn, and knows when that is.
    private const int ActiveRetrySeconds = 5;

    // The turn may be taken, or given more time, on another device.
    private const int CalledRetrySeconds = 2;

    private static readonly KnownPlace Closed = new(QueueTokenStatus.Closed, Until: null, TrustedUntil: null);

    /// <param name="enters">Whether a fan whose turn has come takes it by this look.</param>
    public ValueTask<QueueLook> LookAsync(QueueTicket ticket, bool enters = true) =>
        LookAsync(ticket, enters, justJoined: false);

    /// <summary>For a place that was just given: its token is returned even if the state cannot be read.</summary>
    public async Task<QueueLook> FirstLookAsync(QueueTicket ticket, bool enters = true)
    {
        try
        {
            return await LookAsync(ticket, enters, justJoined: true);
        }
        catch (Exception e) when (Faults.Explain(e) is not null)
        {
            return new QueueLook(QueueTokenBody.Unseen(ticket));
        }
    }

    /// <summary>The fan's own place, whose turn is not taken; null when the fan has none.</summary>
    /// <param name="sign">Makes the token of the place that was found.</param>
    public async Task<QueueLook?> FindAsync(Guid scheduleId, Guid userId, Func<QueuePlace, QueueTicket> sign)
    {
        if (await board.GetAsync(scheduleId) is not { } view)
            return new QueueLook(null, Problems.NotFound.Occurs());
        if (!view.Summary.Settings.Enabled)
            return null;
        var read = await ReadAsync(scheduleId, userId);
        if (read.Row is not { } row)
            return null;
        var ticket = sign(new QueuePlace(userId, row.Number, row.JoinedAt));
        Note(ticket, view, read);
        return await LookAsync(ticket, enters: false);
    }

    /// <summary>Takes the turn; the problem says why it cannot be taken. Safe to repeat.</summary>
    public async Task<QueueLook> TakeTurnAsync(QueueTicket ticket)
    {
        if (await board.GetAsync(ticket.ScheduleId) is not { Summary: var summary })
            return new QueueLook(null, Problems.NotFound.Occurs());
        if (time.GetUtcNow() >= summary.StartsAt)
            return new QueueLook(null, Problems.NotOnSale.With("opensAt", summary.OpensAt));
        var outcome = await grains.GetGrain<IQueueGrain>(GrainKeys.Of(ticket.ScheduleId)).Enter(ticket.Place);
        return Explain(ticket, summary, outcome);
    }

    /// <summary>Prolongs the claim window; the problem says why not. A request with the same id counts once.</summary>
    public async Task<QueueLook> GiveMoreTimeAsync(QueueTicket ticket, Guid requestId)
    {
        if (await board.GetAsync(ticket.ScheduleId) is not { Summary: var summary })
            return new QueueLook(null, Problems.NotFound.Occurs());
        if (time.GetUtcNow() >= summary.StartsAt)
            return new QueueLook(null, Problems.NotOnSale.With("opensAt", summary.OpensAt));
        var outcome = await grains.GetGrain<IQueueGrain>(GrainKeys.Of(ticket.ScheduleId))
            .GiveMoreTime(new AskMoreTime(ticket.Place, requestId));
        if (outcome.Result == MoreTimeResult.NotCalled)
            return Explain(ticket, summary, outcome.Turn!);
        var place = known.Add(ticket, QueueTokenStatus.Called, outcome.ClaimUntil, outcome.Granted);
        return outcome.Result == MoreTimeResult.Granted
            ? Told(ticket, summary, place)
            : new QueueLook(null, Problems.NoMoreTimeLeft.With("claimUntil", outcome.ClaimUntil));
    }

    /// <summary>When a fan whose turn has not come should poll again, according to the queue's answer.</summary>
    public async ValueTask<int> RetryAfterSecondsAsync(Guid scheduleId, EnterOutcome waiting) =>
        await board.GetAsync(scheduleId) is { Summary: var summary }
            ? RetryAfterSeconds(summary, PositionOf(summary, waiting))
            : Limits.MinRetryAfterSeconds;

    /// <param name="justJoined">The turn may have come at once, which the cached summary does not show yet.</param>
    private async ValueTask<QueueLook> LookAsync(QueueTicket ticket, bool enters, bool justJoined)
    {
        if (await board.GetAsync(ticket.ScheduleId) is not { Summary: var summary } view)
            return new QueueLook(null, Problems.NotFound.Occurs());
        if (!summary.Settings.Enabled)
            return new QueueLook(null, Problems.NoQueue.Occurs());

        var now = time.GetUtcNow();
        var hasBegun = now >= summary.StartsAt;
        if (known.Find(ticket) is { } place && MayTell(place, enters, hasBegun))
            return Told(ticket, summary, place);
        if (hasBegun)
            return Told(ticket, summary, await ReadEndAsync(ticket) ?? Closed);

        var position = view.PositionOf(ticket.Place.Number, now);
        if (position.HasCome || (justJoined && position.Ahead < summary.Settings.MaxActive))
            return enters ? await EnterAsync(ticket, summary, position) : await SeeAsync(ticket, view, position);
        if (justJoined)
            view.Waiting.Add(ticket.Place.Number);
        else if (!view.Waiting.Has(ticket.Place.Number)
            && await places.FindAsync(ticket.ScheduleId, ticket.Place.UserId) is { } read
            && Note(ticket, view, read) is { } noted && MayTell(noted, enters, hasBegun))
            return Told(ticket, summary, noted);
        return Wait(ticket, summary, position);
    }

    /// <summary>A place that is called takes its turn if it may; after the beginning no turn lasts.</summary>
    private static bool MayTell(KnownPlace place, bool enters, bool hasBegun) =>
        place.Until is null || (!hasBegun && !(enters && place.Status == QueueTokenStatus.Called));

    /// <summary>The state in the place's row. Reading it changes nothing.</summary>
    private async Task<QueueLook> SeeAsync(QueueTicket ticket, QueueView view, QueuePosition position)
    {
        var read = await ReadAsync(ticket.ScheduleId, ticket.Place.UserId);
        if (Note(ticket, view, read) is { } place)
            return Told(ticket, view.Summary, place);
        return read.Is(PlaceStatus.Waiting, ticket)
            ? Wait(ticket, view.Summary, position)
            : new QueueLook(null, Problems.QueueTokenInvalid.Occurs());
    }

    private async Task<ReadPlace> ReadAsync(Guid scheduleId, Guid userId) =>
        await places.FindAsync(scheduleId, userId)
        ?? throw new StoreUnavailableException($"The place of fan {userId} at {scheduleId} could not be read.");

    /// <summary>How a place that this process does not know has ended; null when it has not, or is unread.</summary>
    private async Task<KnownPlace?> ReadEndAsync(QueueTicket ticket) =>
        await places.FindAsync(ticket.ScheduleId, ticket.Place.UserId) is { } read && read.EndOf(ticket) is { } end
            ? known.Add(ticket, end)
            : null;

    /// <summary>Remembers what was read. Null when the place waits, or does not exist.</summary>
    private KnownPlace? Note(QueueTicket ticket, QueueView view, ReadPlace read)
    {
        if (read.EndOf(ticket) is { } end) return known.Add(ticket, end);
        if (read.Is(PlaceStatus.Admitted, ticket))
            return known.Add(ticket, QueueTokenStatus.Called, read.Row!.Until, read.Row.MoreTimes.Length);
        if (read.Is(PlaceStatus.Active, ticket)) return known.Add(ticket, QueueTokenStatus.Active, read.Row!.Until);
        if (!read.Is(PlaceStatus.Waiting, ticket)) return null;
        view.Waiting.Add(ticket.Place.Number);

        // The fan may have given the place back while its row was read.
        if (known.Find(ticket) is not { Until: null } left) return null;
        view.Waiting.Remove(ticket.Place.Number);
        return left;
    }

    private async Task<QueueLook> EnterAsync(QueueTicket ticket, QueueSummary summary, QueuePosition position)
    {
        var outcome = await grains.GetGrain<IQueueGrain>(GrainKeys.Of(ticket.ScheduleId)).Enter(ticket.Place);
        if (Note(ticket, outcome) is { } seen)
            return Told(ticket, summary, seen);
        return outcome.Result == EnterResult.Waiting
            ? Wait(ticket, summary, position.Turn is null ? position : PositionOf(summary, outcome))
            : new QueueLook(null, QueueRefusals.Explain(outcome));
    }

    /// <summary>An active place is told; for every other one, the problem says why it is not active.</summary>
    private QueueLook Explain(QueueTicket ticket, QueueSummary summary, EnterOutcome outcome)
    {
        var place = Note(ticket, outcome);
        if (outcome.Result == EnterResult.Active)
            return Told(ticket, summary, place!.Value);
        var retryAfterSeconds = RetryAfterSeconds(summary, PositionOf(summary, outcome));
        return new QueueLook(null, QueueRefusals.Explain(outcome, retryAfterSeconds));
    }

    /// <summary>Remembers the queue's answer. Null when the place waits, or does not exist.</summary>
    private KnownPlace? Note(QueueTicket ticket, EnterOutcome outcome)
    {
        QueueTokenStatus? status = outcome.Result switch
        {
            EnterResult.Active => QueueTokenStatus.Active,
            EnterResult.Left => QueueTokenStatus.Left,
            EnterResult.Missed => QueueTokenStatus.Missed,
            EnterResult.RanOut => QueueTokenStatus.RanOut,
            EnterResult.Served => QueueTokenStatus.Served,
            EnterResult.Released => QueueTokenStatus.Released,
            _ => null,
        };
        return status is { } seen ? known.Add(ticket, seen, outcome.ActiveUntil) : null;
    }

    /// <summary>The queue's answer is newer than its summary, so it gives the number of fans ahead.</summary>
    private QueuePosition PositionOf(QueueSummary summary, EnterOutcome waiting)
    {
        var turn = summary.AdmittedThrough + 1 + waiting.Ahead;
        return QueuePositionRules.Position(summary, turn, time.GetUtcNow()) with { Ahead = waiting.Ahead };
    }

    private QueueLook Told(QueueTicket ticket, QueueSummary summary, KnownPlace place)
    {
        var body = QueueTokenBody.Of(ticket, summary, place.Status);
        if (place.Status != QueueTokenStatus.Called)
            return new QueueLook(body with { ActiveUntil = place.Until }, RetryAfterSeconds: ActiveRetrySeconds);
        var left = (place.Until!.Value - time.GetUtcNow()).TotalSeconds;
        return new QueueLook(
            body with
            {
                ClaimUntil = place.Until,
                MoreTimesLeft = MoreTimeRules.Left(summary.Settings, place.MoreTimes),
            },
            RetryAfterSeconds: (int)Math.Ceiling(Math.Clamp(left, 1, CalledRetrySeconds)));
    }

    private static QueueLook Wait(QueueTicket ticket, QueueSummary summary, QueuePosition position)
    {
        var status = position.Turn is null ? QueueTokenStatus.BeforeDraw : QueueTokenStatus.Waiting;
        var body = QueueTokenBody.Of(ticket, summary, status) with
        {
            Ahead = position.Ahead,
            EstimatedWaitSeconds = position.EstimatedWaitSeconds,
            EstimatedWait = WaitRangeBody.Of(position.EstimatedWait),
        };
        return new QueueLook(body, RetryAfterSeconds: RetryAfterSeconds(summary, position));
    }

    /// <summary>A fan who polls after this time has at least half of the claim window left.</summary>
    private static int RetryAfterSeconds(QueueSummary summary, QueuePosition position) =>
        Math.Min(position.RetryAfterSeconds, Math.Max(1, summary.Settings.ClaimSeconds / 2));
}

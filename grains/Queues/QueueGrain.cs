using System.Collections.Immutable;
using System.Security.Cryptography;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>
/// The waiting queue of one schedule. A call works on a draft and ends with one commit, which contains expired
/// deadlines and reports from reservations, the requested change, and the admissions that have become possible. The
/// other parts of this class hold the course of a call and the memory.
/// </summary>
public sealed partial class QueueGrain(ITicketStore store, TimeProvider time) : Grain, IQueueGrain
{
    public Task<ImmutableArray<JoinOutcome>> Join(ImmutableArray<Guid> users)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(users.Length, Limits.JoinsPerBatch);
        return Run(
            async draft =>
            {
                if (QueueJoinRules.Refuse(draft.Row, terms!, time.GetUtcNow()) is { } refusal)
                    return Same(users, refusal);

                var rows = await store.LoadPlacesAsync(scheduleId, [.. users.Distinct()]);
                if (rows.Any(row => QueueEntryRules.IsNewerThan(draft, row))) draft = await Reread();
                draft = QueueDueRules.Open(draft, terms!, joining: true, time.GetUtcNow());
                (draft, var outcomes) = QueueJoinRules.Join(draft, users, rows, time.GetUtcNow());
                await Become(await Admit(draft));
                return outcomes;
            },
            unknown: Same(users, JoinResult.UnknownSchedule));
    }

    public Task<EnterOutcome> Enter(QueuePlace place) => Run(
        async draft =>
        {
            var (next, outcome) = QueueEntryRules.Enter(draft, place, time.GetUtcNow());
            outcome ??= QueueEntryRules.Told(next.Row, place, await ReadPlace(place.UserId));
            if (outcome is null)
            {
                (next, outcome) = QueueEntryRules.Enter(await Reread(), place, time.GetUtcNow());

                // Another activation has just admitted the fan: memory will show it at the next call.
                outcome ??= new EnterOutcome(EnterResult.Waiting);
            }

            await Become(next);
            return outcome;
        },
        unknown: new EnterOutcome(EnterResult.Unknown));

    public Task Leave(QueuePlace place) => Run(
        async draft =>
        {
            var known = draft.Present.Find(place.UserId)?.Number == place.Number;
            var row = known ? null : await ReadPlace(place.UserId);
            if (QueueEntryRules.IsNewerThan(draft, row)) draft = await Reread();
            await Become(await Admit(QueueEntryRules.Leave(draft, place, row)));
            return true;
        },
        unknown: false);

    /// <summary>
    /// Gathers the reports, so that those arriving while a call awaits the store are written by one commit.
    /// </summary>
    public Task Settle(SettledTurn settled)
    {
        if (reports.Count >= Limits.ReportsWaiting) return Task.CompletedTask;
        reports.Add(settled);
        seats = seats.After(settled.Change);
        if (reports.Count % Limits.ReportsPerCall == 0) return OnDue();
        SetTimer(time.GetUtcNow());
        return Task.CompletedTask;
    }

    public async Task<QueueSummary?> GetSummary()
    {
        if (!isRunning) ForgetWhatIsOld();
        if (await Known() is not { } known || terms is null) return null;
        if (!isRunning && ReferenceEquals(known, state)) Watch();

        // Admissions count the seats only while fans wait; a fan who thinks of joining needs the supply, too.
        if (!isRunning && time.GetUtcNow() >= terms.OpensAt) _ = LookAtSeats();
        return QueueSummaryRules.Summary(known, terms, seats.Supply, time.GetUtcNow());
    }

    public Task<ChangeQueueOutcome> Change(QueueChange change) => Run(
        async draft =>
        {
            // With stale memory the change might seem to be made already.
            draft = await Reread();
            ImmutableArray<byte> freshKey = [.. RandomNumberGenerator.GetBytes(Limits.DrawKeyBytes)];
            (draft, var result) = QueueChangeRules.Change(draft, change, freshKey);
            if (result == ChangeQueueResult.Changed) await Become(await Admit(draft));
            var summary = QueueSummaryRules.Summary(state!, terms!, seats.Supply, time.GetUtcNow());
            return new ChangeQueueOutcome(result, summary);
        },
        unknown: new ChangeQueueOutcome(ChangeQueueResult.UnknownSchedule));

    public Task Drive() => Run(
        async draft =>
        {
            // The caller has seen that something is due. If memory disagrees, it is stale.
            if (!QueueDueRules.IsDue(state!, time.GetUtcNow())) draft = await Reread();
            await Become(await Admit(draft));
            return true;
        },
        unknown: false);

    private static ImmutableArray<JoinOutcome> Same(ImmutableArray<Guid> users, JoinResult result) =>
        [.. users.Select(_ => new JoinOutcome(result))];
}

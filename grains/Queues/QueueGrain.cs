using System.Collections.Immutable;
using System.Security.Cryptography;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>
/// The waiting queue of one schedule. A turn decides on a draft and ends with one commit: what time and reservations
/// have brought, what was asked for, and who is admitted to the room that this has made. How a turn runs is in the
/// other half of this class.
/// </summary>
public sealed partial class QueueGrain(ITicketStore store, TimeProvider time) : Grain, IQueueGrain
{
    public Task<ImmutableArray<JoinOutcome>> Join(ImmutableArray<Guid> users)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(users.Length, Limits.JoinsPerBatch);
        return Turn(
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

    public Task<EnterOutcome> Enter(QueuePlace place) => Turn(
        async draft =>
        {
            var (next, outcome) = QueueEntryRules.Enter(draft, place, time.GetUtcNow());
            outcome ??= QueueEntryRules.Told(next.Row, place, await ReadPlace(place.UserId));
            if (outcome is null)
            {
                (next, outcome) = QueueEntryRules.Enter(await Reread(), place, time.GetUtcNow());

                // Admitted just now by another activation: the next time memory knows of it.
                outcome ??= new EnterOutcome(EnterResult.Waiting);
            }

            await Become(next);
            return outcome;
        },
        unknown: new EnterOutcome(EnterResult.Unknown));

    public Task Leave(QueuePlace place) => Turn(
        async draft =>
        {
            var known = draft.Present.Find(place.UserId)?.Number == place.Number;
            var row = known ? null : await ReadPlace(place.UserId);
            if (QueueEntryRules.IsNewerThan(draft, row)) draft = await Reread();
            await Become(await Admit(QueueEntryRules.Leave(draft, place, row)));
            return true;
        },
        unknown: false);

    /// <summary>Gathered, so that what happens while a turn awaits the store is written by one commit.</summary>
    public Task Settle(SettledTurn settled)
    {
        if (news.Count >= Limits.NewsWaiting) return Task.CompletedTask;
        news.Add(settled);
        seats = seats.Hear(settled.News);
        if (news.Count % Limits.NewsPerTurn == 0) return OnDue();
        SetTimer(time.GetUtcNow());
        return Task.CompletedTask;
    }

    public async Task<QueueStanding?> GetStanding()
    {
        if (!inTurn) ForgetWhatIsOld();
        if (await Known() is not { } known || terms is null) return null;
        if (!inTurn && ReferenceEquals(known, state)) Watch();

        // Turns look at the seats while somebody waits; who thinks of joining wants to know, too.
        if (!inTurn && time.GetUtcNow() >= terms.OpensAt) _ = LookAtSeats();
        return QueueStandingRules.Standing(known, terms, seats.Supply, time.GetUtcNow());
    }

    public Task<ChangeQueueOutcome> Change(QueueChange change) => Turn(
        async draft =>
        {
            // Memory that is old may believe that there is nothing to change.
            draft = await Reread();
            ImmutableArray<byte> freshKey = [.. RandomNumberGenerator.GetBytes(Limits.DrawKeyBytes)];
            (draft, var result) = QueueChangeRules.Change(draft, change, freshKey);
            if (result == ChangeQueueResult.Changed) await Become(await Admit(draft));
            var standing = QueueStandingRules.Standing(state!, terms!, seats.Supply, time.GetUtcNow());
            return new ChangeQueueOutcome(result, standing);
        },
        unknown: new ChangeQueueOutcome(ChangeQueueResult.UnknownSchedule));

    public Task Drive() => Turn(
        async draft =>
        {
            // Who calls knows that something is due. If memory disagrees, memory is old.
            if (!QueueDueRules.IsDue(state!, time.GetUtcNow())) draft = await Reread();
            await Become(await Admit(draft));
            return true;
        },
        unknown: false);

    private static ImmutableArray<JoinOutcome> Same(ImmutableArray<Guid> users, JoinResult result) =>
        [.. users.Select(_ => new JoinOutcome(result))];
}

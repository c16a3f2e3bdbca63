using System.Collections.Immutable;
using System.Security.Cryptography;
using Orleans.Concurrency;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>
/// The waiting queue of one schedule. A command works on a draft and ends with one commit, which contains expired
/// deadlines and reports from reservations, the requested change, and the admissions that have become possible. The
/// grain is reentrant, so that calls can gather and read while a commit is awaited; commands run one by one
/// (<see cref="Run"/>). The other parts of this class hold the course of a command, the seats and the memory.
/// </summary>
[Reentrant]
public sealed partial class QueueGrain : Grain, IQueueGrain
{
    private static readonly GatheringBounds EntryBounds =
        new(QueueLimits.EntriesPerBatch, QueueLimits.EntriesWaiting);

    private readonly Gathering<QueuePlace, EnterOutcome> entries;
    private readonly ITicketStore store;
    private readonly TimeProvider time;

    public QueueGrain(ITicketStore store, TimeProvider time)
    {
        (this.store, this.time) = (store, time);
        entries = new(EntryBounds, "entering a queue", EnterAll);
    }

    public async Task<ImmutableArray<JoinOutcome>> Join(ImmutableArray<Guid> users)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(users.Length, Limits.JoinsPerBatch);
        using var places = ReadPlaces(users);
        return await Run(
            async draft =>
            {
                if (QueueJoinRules.Refuse(draft.Row, terms!, time.GetUtcNow()) is { } refusal)
                    return Same(users, refusal);

                var rows = await places.Rows();
                if (rows.Any(row => QueueEntryRules.IsNewerThan(draft, row)))
                {
                    // Rows that are older than memory would end a place twice, so they are read again, too.
                    draft = await Reread();
                    rows = await places.Rows();
                }

                draft = QueueDueRules.Open(draft, terms!, joining: true, time.GetUtcNow());
                (draft, var outcomes) = QueueJoinRules.Join(draft, users, rows, time.GetUtcNow());
                await Become(await Admit(draft));
                return outcomes;
            },
            unknown: Same(users, JoinResult.UnknownSchedule));
    }

    /// <summary>Gathers the fans who enter while a command runs, so that they become active in one commit.</summary>
    public Task<EnterOutcome> Enter(QueuePlace place) => entries.Add(place);

    public Task<MoreTimeOutcome> GiveMoreTime(AskMoreTime command) => Run(
        async draft =>
        {
            var (next, outcome) = MoreTimeRules.Ask(draft, command, time.GetUtcNow());
            if (outcome is null or { Result: MoreTimeResult.NoneLeft })
            {
                // A refusal writes nothing, so no version guard would notice stale memory.
                draft = await Reread();
                var row = await ReadPlace(command.Place.UserId);
                (next, outcome) = MoreTimeRules.Ask(draft, command, time.GetUtcNow(), row, isRead: true);
            }

            await Become(next);

            // A place that another activation has just admitted is not in memory yet; the next call sees it.
            return outcome ?? NotCalled(EnterResult.Waiting);
        },
        unknown: NotCalled(EnterResult.Unknown));

    public Task Leave(QueuePlace place) => Run(
        async draft =>
        {
            var known = draft.Present.Find(place.UserId)?.Number == place.Number;
            var row = known ? null : await ReadPlace(place.UserId);
            if (QueueEntryRules.IsNewerThan(draft, row))
            {
                draft = await Reread();
                row = await ReadPlace(place.UserId);
            }

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
        HearOfSeat(settled.Change);
        if (reports.Count % Limits.ReportsPerCall == 0) return OnDue();
        SetTimer(time.GetUtcNow());
        return Task.CompletedTask;
    }

    public async Task<QueueSummary?> GetSummary()
    {
        if (!commands.IsRunning) ForgetWhatIsOld();
        if (await Known() is not { } known || terms is null) return null;
        if (!commands.IsRunning && ReferenceEquals(known, state)) Watch();

        // Admissions count the seats only while fans wait; a fan who thinks of joining needs the supply, too. It is not
        // awaited: without a database, everybody who polls would wait for the count to fail.
        if (!commands.IsRunning && time.GetUtcNow() >= terms.OpensAt) _ = LookAtSeats();
        return QueueSummaryRules.Summary(known, terms, seats.Supply, time.GetUtcNow());
    }

    public Task<ChangeQueueOutcome> Change(QueueChange change) => Run(
        async draft =>
        {
            // With stale memory the change might seem to be made already. A change that is made after this reading
            // conflicts with the commit below, so the time is compared after it.
            draft = await Reread();
            if (change.Until <= time.GetUtcNow())
                throw new StoreOverloadedException($"A change of queue {scheduleId} has waited too long.");
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

    private Task<ImmutableArray<EnterOutcome>> EnterAll(ImmutableArray<QueuePlace> places) => Run(
        async Task<ImmutableArray<EnterOutcome>> (draft) =>
        {
            var stored = ImmutableDictionary<Guid, PlaceRow>.Empty;
            var (next, outcomes) = QueueEntryRules.Enter(draft, places, stored, time.GetUtcNow());
            if (outcomes.Contains(null))
            {
                var users = places.Where((_, at) => outcomes[at] is null).Select(place => place.UserId);
                var rows = await store.LoadPlacesAsync(scheduleId, [.. users.Distinct()]);
                stored = rows.ToImmutableDictionary(row => row.UserId);
                (next, outcomes) = QueueEntryRules.Enter(draft, places, stored, time.GetUtcNow(), allStored: true);
            }

            if (outcomes.Contains(null))
            {
                // Another activation has just admitted a fan. One who is not in memory now is seen at the next call.
                (next, outcomes) = QueueEntryRules.Enter(
                    await Reread(), places, stored, time.GetUtcNow(), allStored: true);
            }

            await Become(next);
            return [.. outcomes.Select(outcome => outcome ?? new EnterOutcome(EnterResult.Waiting))];
        },
        unknown: [.. places.Select(_ => new EnterOutcome(EnterResult.Unknown))]);

    private static MoreTimeOutcome NotCalled(EnterResult turn) =>
        new(MoreTimeResult.NotCalled, Turn: new EnterOutcome(turn));

    private static ImmutableArray<JoinOutcome> Same(ImmutableArray<Guid> users, JoinResult result) =>
        [.. users.Select(_ => new JoinOutcome(result))];
}

using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.PostProcessing;

/// <summary>
/// The counts of one schedule, and which events are in them: both are written by one commit, so an event that comes
/// again is a conflict, and only then it is read which ones those are.
/// </summary>
public sealed class StatisticsGrain(ITicketStore store, TimeProvider time) : Grain, IStatisticsGrain
{
    /// <summary>Under which the events that were counted are remembered; it never changes.</summary>
    public const string Group = "statistics";

    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(Limits.StatisticsTrustSeconds);

    private StatisticsRow? row;
    private DateTimeOffset knownAt;

    public Task Count(ImmutableArray<Delivered<ReservationEvent>> events) => Add(events, StatisticsRules.Count);

    public Task CountWaiting(ImmutableArray<Delivered<WaitingTokenEvent>> events) =>
        Add(events, StatisticsRules.Count);

    public async Task<ScheduleStatistics> Get()
    {
        // Another activation may have gone on.
        if (knownAt + Trust <= time.GetUtcNow()) row = null;
        return (await Known()).Counts;
    }

    private async Task Add<TBody>(
        ImmutableArray<Delivered<TBody>> events,
        Func<ScheduleStatistics, Delivered<TBody>, ScheduleStatistics> count)
    {
        Delivered<TBody>[] left = [.. events.DistinctBy(item => item.EventId)];
        for (var attempt = 1; left.Length > 0; attempt++)
        {
            var known = await Known();
            var next = new StatisticsRow(left.Aggregate(known.Counts, count), known.Version + 1);
            if (await TryCommit(next, left, attempt)) return;

            // Some were counted before, or another activation has gone on: both are read again.
            var consumed = await store.LoadConsumedAsync(Group, [.. left.Select(item => item.EventId)]);
            left = [.. left.Where(item => !consumed.Contains(item.EventId))];
        }
    }

    private async Task<bool> TryCommit<TBody>(StatisticsRow next, Delivered<TBody>[] counted, int attempt)
    {
        var now = time.GetUtcNow();
        try
        {
            await store.CommitAsync(new Commit
            {
                Statistics = [next],
                Consumed = [.. counted.Select(item => new ConsumedRow(Group, item.EventId, now))],
            });
        }
        catch (TicketStoreException e)
        {
            row = null;
            if (e is CommitConflictException && attempt < Limits.StatisticsAttempts) return false;
            throw;
        }

        (row, knownAt) = (next, time.GetUtcNow());
        return true;
    }

    private async Task<StatisticsRow> Known()
    {
        if (row is not null) return row;
        var scheduleId = GrainKeys.ParseId(this.GetPrimaryKeyString());
        var stored = await store.LoadStatisticsAsync(scheduleId)
            ?? new StatisticsRow(new ScheduleStatistics(scheduleId), Version: 0);
        knownAt = time.GetUtcNow();
        return row = stored;
    }
}

using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.PostProcessing;

/// <summary>
/// The counts of one schedule, and the events they include. One commit writes both, so a repeated event is a conflict;
/// only then the grain reads which events were already counted.
/// </summary>
public sealed class StatisticsGrain(ITicketStore store, TimeProvider time) : Grain, IStatisticsGrain
{
    /// <summary>The name under which counted events are recorded; it must never change.</summary>
    public const string Group = "statistics";

    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(Limits.StatisticsTrustSeconds);

    private StatisticsRow? row;
    private DateTimeOffset knownAt;

    public Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events) =>
        Add(events, StatisticsRules.Count);

    public Task HandleWaiting(ImmutableArray<Delivered<WaitingTokenEvent>> events) =>
        Add(events, StatisticsRules.Count);

    public async Task<ScheduleStatistics> Get()
    {
        // Another activation may have written.
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

            // Some events were already counted, or another activation has written: read both again.
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

/// <summary>Adds events to the counts of a schedule. Pure.</summary>
public static class StatisticsRules
{
    public static ScheduleStatistics Count(ScheduleStatistics counts, Delivered<ReservationEvent> counted)
    {
        // Older releases did not say what was charged; they counted the price.
        var (seats, paid) = (counted.Body.Seats.Length, counted.Body.Charged ?? counted.Body.Amount);
        var wasSold = counted.Body.WasSold;
        var expired = counts.Expired - (counted.Body.WasExpired ? 1 : 0);
        return Seen(counts, counted.OccurredAt, counted.Topic switch
        {
            Topics.ReservationCreated => counts with { Reserved = counts.Reserved + 1 },
            Topics.ReservationConfirmed => counts with
            {
                Confirmed = counts.Confirmed + 1,
                Expired = expired,
                SeatsSold = counts.SeatsSold + seats,
                Revenue = counts.Revenue + paid,
            },
            Topics.ReservationExpired => counts with { Expired = counts.Expired + 1 },
            Topics.ReservationCancelled => counts with
            {
                Cancelled = counts.Cancelled + 1,
                Expired = expired,
                SeatsSold = counts.SeatsSold - (wasSold ? seats : 0),
                Revenue = counts.Revenue - (wasSold ? paid : 0),
            },
            _ => counts,
        });
    }

    public static ScheduleStatistics Count(ScheduleStatistics counts, Delivered<WaitingTokenEvent> counted)
    {
        var fans = counted.Body.Count;
        return Seen(counts, counted.OccurredAt, counted.Topic switch
        {
            Topics.WaitingTokenCreated => counts with { FansQueued = counts.FansQueued + fans },
            Topics.WaitingTokenActivated => counts with { FansAdmitted = counts.FansAdmitted + fans },
            _ => counts,
        });
    }

    /// <summary>Sets the time of the newest event; older ones may arrive later.</summary>
    private static ScheduleStatistics Seen(ScheduleStatistics before, DateTimeOffset at, ScheduleStatistics after) =>
        after == before || before.LastEventAt >= at ? after : after with { LastEventAt = at };
}

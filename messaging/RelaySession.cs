using System.Collections.Concurrent;
using Ticketing.Store;

namespace Ticketing.Messaging;

/// <summary>
/// The relay for the lifetime of one connection: the shards it owns and their events in flight. Everything runs in one
/// loop, except the completion of deliveries.
/// </summary>
internal sealed class RelaySession(
    RelayConnection connection, IEventTransport transport, EventOptions options, OutboxSignal signal,
    MessagingMeters meters, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(RelayLimits.PauseMilliseconds);
    private static readonly TimeSpan Overlap = TimeSpan.FromMilliseconds(RelayLimits.OverlapMilliseconds);
    private static readonly TimeSpan LookAtAll = TimeSpan.FromMilliseconds(RelayLimits.LookAtAllMilliseconds);
    private static readonly TimeSpan Full = TimeSpan.FromSeconds(RelayLimits.FullSeconds);
    private static readonly TimeSpan Share = TimeSpan.FromMilliseconds(RelayLimits.ShareMilliseconds);
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(RelayLimits.DrainSeconds);

    private readonly RelayShards shards = new(connection, time, log);
    private readonly ConcurrentQueue<(OwnedShard Shard, long Id)> done = [];
    private readonly long openedAt = time.GetTimestamp();
    private TimeSpan sharesAt;
    private TimeSpan raisesFloorsAt;
    private TimeSpan looksAtAllAt;
    private TimeSpan? fullSince;
    private int turn;
    private Exception? broken;

    /// <summary>True once a poll has succeeded.</summary>
    public bool HasWorked { get; private set; }

    private TimeSpan Now => time.GetElapsedTime(openedAt);

    /// <summary>Runs until it is cancelled. Throws when the connection or the transport fails.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            signal.Reset();
            var began = Now;
            if (began >= sharesAt)
            {
                await shards.ShareAsync();
                sharesAt = began + Share;
            }

            var full = await LookAsync(began);
            HasWorked = true;
            if (full) continue;
            await signal.WaitAsync(TimeSpan.FromMilliseconds(options.PollMilliseconds), time, stopping);
            // Batches many commits into one poll, unless the last poll was a while ago.
            if (began + Pause - Now is { Ticks: > 0 } early) await Task.Delay(early, time, CancellationToken.None);
        }

        await DrainAsync();
    }

    /// <summary>Cancels the deliveries in flight; the next owners of the shards deliver these events again.</summary>
    public ValueTask DisposeAsync()
    {
        shards.Dispose();
        meters.Relays(0, 0);
        return connection.DisposeAsync();
    }

    /// <summary>True when there may be more rows.</summary>
    private async Task<bool> LookAsync(TimeSpan began)
    {
        var room = Math.Min(options.MaxRelayed - shards.UnderWay, options.BatchSize);
        NoteFull(room <= 0, began);
        var whole = room > 0 && began >= looksAtAllAt ? shards.NextWhole() : null;
        var (rows, running) = await ExchangeAsync(room, whole, began >= raisesFloorsAt);
        if (running is { } known)
        {
            shards.RaiseFloors(rows, rows.Count < room, known, began);
            raisesFloorsAt = began + Overlap;
        }

        if (whole is not null)
        {
            var took = (Now - began) * RelayLimits.LookAtAllPart;
            var each = LookAtAll / shards.Count;
            looksAtAllAt = Now + (took > each ? took : each);
        }

        foreach (var row in rows.OrderBy(row => row.Id)) // the query guarantees no order here
        {
            var shard = shards[row.Shard];
            shard.Take(row.Id);
            _ = DeliverAsync(shard, row);
        }

        meters.Relays(shards.Count, shards.UnderWay);
        return broken is not null
            ? throw new InvalidOperationException("The transport failed to deliver an event.", broken)
            : rows.Count == options.BatchSize;
    }

    /// <summary>Warns once when no event could be taken for a while.</summary>
    private void NoteFull(bool isFull, TimeSpan now)
    {
        if (!isFull)
        {
            fullSince = null;
        }
        else if (fullSince is null)
        {
            fullSince = now;
        }
        else if (now - fullSince > Full && fullSince != TimeSpan.MaxValue)
        {
            fullSince = TimeSpan.MaxValue; // the warning was written
            log.RelayFull(options.MaxRelayed);
        }
    }

    private async Task<(IReadOnlyList<OutboxRow> Rows, RunningTransactions? Running)> ExchangeAsync(
        int room, OwnedShard? whole, bool isTold)
    {
        var deleted = new List<(OwnedShard Shard, long Id)>();
        while (done.TryDequeue(out var one)) deleted.Add(one);
        var found = await connection.ExchangeAsync(
            [.. deleted.Select(one => (one.Shard.Number, one.Id))], shards.Floors(turn++, whole),
            shards.IdsUnderWay(whole), room, isTold);
        foreach (var (shard, id) in deleted) shard.Finish(id);
        return found;
    }

    private async Task DeliverAsync(OwnedShard shard, OutboxRow row)
    {
        using var activity = MessagingTracing.Publish(row);
        if (activity is not null) row = row with { Event = row.Event with { TraceParent = activity.Id } };
        try
        {
            await transport.DeliverAsync(row, shard.GivenUp);
            done.Enqueue((shard, row.Id));
        }
        catch (OperationCanceledException) when (shard.GivenUp.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            // Skipping the event would break the order of its key.
            MessagingTracing.Fail(activity, fault);
            broken = fault;
        }

        signal.Raise();
    }

    private async Task DrainAsync()
    {
        var until = Now + Drain;
        while (true)
        {
            signal.Reset();
            await ExchangeAsync(0, whole: null, isTold: false);
            if (shards.UnderWay == 0 || Now >= until) break;
            await signal.WaitAsync(until - Now, time, CancellationToken.None);
        }

        if (shards.UnderWay > 0) log.RelayLeavesEvents(shards.UnderWay);
    }
}

using Microsoft.Extensions.Options;
using Ticketing.Store;

namespace Ticketing.Messaging;

/// <summary>
/// Delivers events from the outbox to the transport and deletes them when they are done: at least once, in order per
/// key. Several processes share the shards of one outbox.
/// </summary>
public sealed class OutboxRelay(
    IEventTransport transport, IOptions<StoreOptions> store, IOptions<EventOptions> options, OutboxSignal signal,
    MessagingMeters meters, TimeProvider time, ILogger<OutboxRelay> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var worked = false;
            try
            {
                await using var session = new RelaySession(
                    await RelayConnection.OpenAsync(store.Value, stoppingToken), transport, options.Value, signal,
                    meters, time, log);
                try
                {
                    await session.RunAsync(stoppingToken);
                }
                finally
                {
                    worked = session.HasWorked;
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                failures = worked ? 1 : failures + 1;
                if (failures == 1) log.RelayLost(fault);
                await Task.Delay(Reconnect(failures), time, stoppingToken);
            }
            catch (Exception fault)
            {
                // The process is stopping. Events that were not deleted are delivered again by another relay.
                log.RelayLost(fault);
            }
        }
    }

    private static TimeSpan Reconnect(int failures) => TimeSpan.FromMilliseconds(Math.Min(
        RelayLimits.FirstReconnectMilliseconds * Math.Pow(2, Math.Min(failures - 1, 10)),
        RelayLimits.MaxReconnectMilliseconds));
}

/// <summary>Bounds of the relay.</summary>
internal static class RelayLimits
{
    /// <summary>
    /// The shortest time between two polls of the outbox, unless the previous poll returned a full batch.
    /// </summary>
    public const int PauseMilliseconds = 5;

    /// <summary>
    /// How often the relay looks up, for each shard, the id up to which no further row can appear. Polls read above
    /// that floor.
    /// </summary>
    public const int OverlapMilliseconds = 200;

    /// <summary>
    /// How long raising a floor waits for a transaction that may still insert a row with a lower id. Until then, polls
    /// scan over deleted rows. A row that is committed even later is found by a poll from the start, possibly after the
    /// next event of its key was delivered.
    /// </summary>
    public const int LongestCommitSeconds = 10;

    /// <summary>
    /// How often every shard is polled from its start, ignoring its floor; one shard at a time, so that no poll is
    /// long. Expensive polls pause longer; see <see cref="LookAtAllPart"/>.
    /// </summary>
    public const int LookAtAllMilliseconds = 500;

    /// <summary>
    /// A poll from the start scans the rows in flight, and dead rows that other transactions keep from being vacuumed.
    /// Such polls may take at most this fraction (one in so many) of the time.
    /// </summary>
    public const int LookAtAllPart = 20;

    /// <summary>How often a relay counts the relays and rebalances its shards.</summary>
    public const int ShareMilliseconds = 1_000;

    /// <summary>
    /// How long the release of a shard to another relay waits for its events in flight. After that they are delivered
    /// twice.
    /// </summary>
    public const int HandOverSeconds = 10;

    /// <summary>How long the relay may be at its bound before it logs a warning.</summary>
    public const int FullSeconds = 5;

    /// <summary>How long a stop waits for the events in flight.</summary>
    public const int DrainSeconds = 5;

    /// <summary>
    /// A relay without activity for so long loses its shards: its process hangs, or its machine is gone.
    /// </summary>
    public const int SilenceSeconds = 20;

    public const int FirstReconnectMilliseconds = 100;

    public const int MaxReconnectMilliseconds = 5_000;
}

using Microsoft.Extensions.Options;
using Ticketing.Postgres;
using Ticketing.Telemetry;

namespace Ticketing.Messaging;

/// <summary>
/// Takes events from the outbox to the transport, and deletes them when they are done: at least once, in order per key.
/// Several processes share the shards of one outbox.
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
                // It stops anyway; what was not deleted goes again.
                log.RelayLost(fault);
            }
        }
    }

    private static TimeSpan Reconnect(int failures) => TimeSpan.FromMilliseconds(Math.Min(
        RelayLimits.FirstReconnectMilliseconds * Math.Pow(2, Math.Min(failures - 1, 10)),
        RelayLimits.MaxReconnectMilliseconds));
}

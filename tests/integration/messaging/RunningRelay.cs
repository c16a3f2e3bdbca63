using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ticketing.Messaging;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Messaging;

/// <summary>A relay as one process runs it.</summary>
internal sealed class RunningRelay : IAsyncDisposable
{
    private readonly MessagingMeters meters = new();
    private readonly OutboxRelay relay;

    private RunningRelay(PostgresDatabase database, IEventTransport transport, EventOptions options) =>
        relay = new OutboxRelay(
            transport,
            Options.Create(new StoreOptions { ConnectionString = database.ConnectionString }),
            Options.Create(options), new OutboxSignal(), meters, TimeProvider.System,
            NullLogger<OutboxRelay>.Instance);

    public static async Task<RunningRelay> StartAsync(
        PostgresDatabase database, IEventTransport transport, EventOptions? options = null)
    {
        var running = new RunningRelay(database, transport, options ?? new EventOptions());
        await running.relay.StartAsync(CancellationToken.None);
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        await relay.StopAsync(CancellationToken.None);
        relay.Dispose();
        meters.Dispose();
    }
}

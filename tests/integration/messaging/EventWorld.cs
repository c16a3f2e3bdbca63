using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ticketing.Events;
using Ticketing.Messaging;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Messaging;

/// <summary>A process with store, relay, groups and listeners, wired as in production.</summary>
internal sealed class EventWorld : IAsyncDisposable
{
    private readonly IHost host;

    private EventWorld(PostgresDatabase database, Subscription[] subscriptions, Dictionary<string, string?> settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(settings)
        {
            ["Ticketing:Store:ConnectionString"] = database.ConnectionString,
            ["Ticketing:Store:PoolSize"] = "8",
        });
        builder.Services.AddLogging();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(Heard);
        builder.AddTicketingStore();
        builder.AddLocalSilo();
        builder.AddTicketingEvents();
        builder.Services.AddSingleton<IReadOnlyList<Subscription>>(subscriptions);
        host = builder.Build();
    }

    public Heard Heard { get; } = new();

    public ITicketStore Store => host.Services.GetRequiredService<ITicketStore>();

    public IDeadLetters DeadLetters => host.Services.GetRequiredService<IDeadLetters>();

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<EventWorld> StartAsync(
        PostgresDatabase database, Subscription[] subscriptions, params (string Name, string Value)[] settings)
    {
        var world = new EventWorld(
            database, subscriptions,
            settings.ToDictionary(one => $"{EventOptions.Section}:{one.Name}", one => (string?)one.Value));
        await world.host.StartAsync();
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}

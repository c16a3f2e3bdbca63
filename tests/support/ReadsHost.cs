using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Messaging;
using Ticketing.Reservations;
using Ticketing.Store;

namespace Ticketing.Tests.Support;

/// <summary>The store and the reads of a process, without its other parts.</summary>
public sealed class ReadsHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost host;

    private ReadsHost(IHost host, RecordedLog log) => (this.host, Log) = (host, log);

    public RecordedLog Log { get; }

    public IServiceProvider Services => host.Services;

    public ReadDatabase Database => Services.GetRequiredService<ReadDatabase>();

    public ReservationReads Reservations => Services.GetRequiredService<ReservationReads>();

    /// <param name="settings">In section Ticketing, beside the connection string.</param>
    public static async Task<ReadsHost> StartAsync(
        string connectionString, params (string Field, object Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration["Ticketing:Store:ConnectionString"] = connectionString;
        foreach (var (field, value) in settings)
            builder.Configuration[$"Ticketing:{field}"] = $"{value}";
        var log = new RecordedLog();
        builder.Logging.AddProvider(log);
        builder.AddTicketingStore();
        builder.AddTicketingEventOptions();
        builder.AddTicketingReads();
        var host = builder.Build();
        await host.StartAsync();
        return new ReadsHost(host, log);
    }

    /// <summary>Reads all pages of a fan's list, one after the other.</summary>
    public async Task<IReadOnlyList<ReservationView>> ListAsync(Guid userId, int pageSize = 100)
    {
        var all = new List<ReservationView>();
        for (var after = PagePosition.Newest; ;)
        {
            var page = await Reservations.ListAsync(userId, after, pageSize, CancellationToken.None);
            all.AddRange(page);
            if (page.Count < pageSize)
                return all;
            after = new PagePosition(page[^1].CreatedAt, page[^1].Id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}

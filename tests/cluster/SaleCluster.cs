using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.TestingHost;
using Ticketing.Catalog;
using Ticketing.Reservations;
using Ticketing.Silo;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>The real grains on silos in this process, with the settings of a real silo and a given store.</summary>
internal static class SaleCluster
{
    public const int SeatCount = 100;

    /// <summary>These tests are about who gets a seat, so a busy machine must not cut calls off.</summary>
    private static readonly ClusterSettings Settings = new() { ResponseTimeoutSeconds = 120 };

    public static readonly SaleTerms Terms = new(
        Guid.Parse("0197a000-0000-7000-8000-00000000000c"), DateTimeOffset.UtcNow.AddDays(-1),
        DateTimeOffset.UtcNow.AddDays(30), HoldSeconds: 180, SeatsPerFan: 4, ["Stalls"]);

    public static readonly IReadOnlyList<SeededSeat> Seats =
        [.. Enumerable.Range(0, SeatCount).Select(at => new SeededSeat(
            new ScheduleSeat($"{at}", at, Zone: 0, Row: at / 10, Block: at / 10, Rank: at, "Stalls"), Price: 5_000))];

    /// <param name="trouble">Injects faults between the client's own filters and the silos.</param>
    public static async Task<InProcessTestCluster> StartAsync(
        ITicketStore store, short silos, string connectionString, CallTrouble? trouble = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(Options.Create(new StoreOptions { ConnectionString = connectionString }));
            silo.Services.AddSingleton(store);
            silo.ConfigureTicketing(Settings);
            // The test suite loads the machine fully.
            silo.Configure<LoadSheddingOptions>(shedding => shedding.LoadSheddingEnabled = false);
        });
        builder.ConfigureClient(client =>
        {
            client.ConfigureTicketing(Settings);
            if (trouble is not null) client.AddOutgoingGrainCallFilter(trouble);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    /// <summary>A store whose commits may take as long as a grain call.</summary>
    public static ITicketStore OpenStore(PostgresDatabase database) => database.OpenStore(options => options with
    {
        CommitQueueTimeoutSeconds = Settings.ResponseTimeoutSeconds - 1,
    });

    public static Task<ReserveOutcome> ReserveAsync(InProcessTestCluster cluster, Guid id, params string[] seats) =>
        cluster.Client.GetGrain<IReservationGrain>(GrainKeys.Of(id)).Reserve(
            new ReserveSeats(Terms.ScheduleId, Guid.NewGuid(), [.. seats], Category: null, Quantity: 0, "hash"));
}

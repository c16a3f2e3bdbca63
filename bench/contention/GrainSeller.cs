using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Hosting;
using Ticketing.Postgres;
using Ticketing.Reservations;

namespace Ticketing.Bench.Contention;

/// <summary>What the product does: reservation, fan and seat grains on the embedded host, group commit below.</summary>
internal sealed class GrainSeller : ISeller
{
    private readonly IHost host;
    private readonly BenchHouse house;
    private readonly IGrainFactory grains;

    private GrainSeller(IHost host, BenchHouse house)
    {
        this.host = host;
        this.house = house;
        grains = host.Services.GetRequiredService<IGrainFactory>();
    }

    public string Name => "grains";

    public static async Task<GrainSeller> StartAsync(string connectionString)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration[$"{StoreOptions.Section}:ConnectionString"] = connectionString;
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddTicketingStore();
        builder.AddTicketingGrains();
        var host = builder.Build();
        await host.StartAsync();
        var dataSource = host.Services.GetRequiredService<NpgsqlDataSource>();
        return new GrainSeller(host, await BenchHouse.CreateAsync(dataSource));
    }

    public int TakeFreshSeats(int count) => house.TakeFreshSeats(count);

    public async Task<bool> ReserveAsync(Guid fan, int seat)
    {
        var reservation = grains.GetGrain<IReservationGrain>(GrainKeys.Of(Guid.NewGuid()));
        ImmutableArray<string> seats = [BenchHouse.SeatId(seat)];
        var outcome = await reservation.Reserve(new ReserveSeats(house.ScheduleId, fan, seats, null, 0, "hash"));
        return outcome.Result switch
        {
            ReserveResult.Reserved => true,
            ReserveResult.Taken => false,
            _ => throw new InvalidOperationException($"A reservation answered {outcome.Result}."),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}

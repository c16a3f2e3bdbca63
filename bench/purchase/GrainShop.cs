using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Balances;
using Ticketing.Bench.Contention;
using Ticketing.Hosting;
using Ticketing.Orders;
using Ticketing.Postgres;
using Ticketing.Reservations;
using Ticketing.Tickets;

namespace Ticketing.Bench.Purchases;

/// <summary>
/// The product without HTTP: grains on the embedded host, events in the process, a database of its own.
/// </summary>
internal sealed class GrainShop : IShop, IAsyncDisposable
{
    private const int Fans = 3_000;
    private const int Seats = 200_000;
    private const long Points = 10_000_000;

    private readonly IHost host;
    private readonly IGrainFactory grains;
    private readonly BenchHouse house;
    private readonly Guid[] fans = [.. Enumerable.Range(0, Fans).Select(_ => Guid.NewGuid())];
    private int turn;

    private GrainShop(IHost host, BenchHouse house)
    {
        this.host = host;
        this.house = house;
        grains = host.Services.GetRequiredService<IGrainFactory>();
    }

    public static async Task<GrainShop> OpenAsync(string connectionString)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration[$"{StoreOptions.Section}:ConnectionString"] = connectionString;
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddTicketingStore();
        builder.AddTicketSigning();
        builder.AddTicketingGrains();
        var host = builder.Build();
        await host.StartAsync();
        var database = host.Services.GetRequiredService<NpgsqlDataSource>();
        var shop = new GrainShop(host, await BenchHouse.CreateAsync(database, Seats));
        await Task.WhenAll(shop.fans.Select(shop.ChargeAsync));
        return shop;
    }

    public async Task<BoughtTicket> BuyAsync()
    {
        var fan = fans[Interlocked.Increment(ref turn) % Fans];
        var reservation = grains.GetGrain<IReservationGrain>(GrainKeys.Of(Guid.NewGuid()));
        ImmutableArray<string> seats = [BenchHouse.SeatId(house.TakeFreshSeats(1))];
        var began = Stopwatch.GetTimestamp();
        var reserved = await reservation.Reserve(new ReserveSeats(house.ScheduleId, fan, seats, null, 0, "hash"));
        if (reserved.Result != ReserveResult.Reserved)
            throw new InvalidOperationException($"A reservation answered {reserved.Result}.");

        var paysSince = Stopwatch.GetTimestamp();
        var asked = 0;
        while (!await PayAsync(reservation, fan)) asked++;
        if ((await grains.GetGrain<ITicketGrain>(GrainKeys.Of(reserved.Reservation!.Id)).Get()).Length != 1)
            throw new InvalidOperationException("A payment was completed without a ticket.");
        return new BoughtTicket(
            Stopwatch.GetElapsedTime(began).TotalMilliseconds,
            Stopwatch.GetElapsedTime(paysSince).TotalMilliseconds,
            asked);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    /// <summary>Whether the order has come to its end.</summary>
    private async Task<bool> PayAsync(IReservationGrain reservation, Guid fan)
    {
        var paid = await reservation.Pay(new PayReservation(fan, CouponCode: null));
        if (paid.Result is not (PayResult.Confirmed or PayResult.Processing) || paid.OrderId is not { } orderId)
            throw new InvalidOperationException($"A payment answered {paid.Result}.");
        var order = await grains.GetGrain<IOrderGrain>(GrainKeys.Of(orderId)).WaitForEnd();
        return order?.Status switch
        {
            OrderStatus.Completed => true,
            { } status when OrderRules.IsAtRest(status) =>
                throw new InvalidOperationException($"An order ended as {status}: {order.Reason}."),
            _ => false,
        };
    }

    private async Task ChargeAsync(Guid fan)
    {
        var charged = await grains.GetGrain<IBalanceGrain>(GrainKeys.Of(fan))
            .Charge(new BalanceChange("bench", Points, ReservationId: null));
        if (charged.Result != BalanceResult.Applied)
            throw new InvalidOperationException($"A charge answered {charged.Result}.");
    }
}

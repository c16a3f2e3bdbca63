using System.Collections.Immutable;
using System.Diagnostics;
using Ticketing.Balances;
using Ticketing.Bench.Contention;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Tickets;

namespace Ticketing.Bench.Purchases;

/// <summary>The product without HTTP: a silo in this process, its events in process, a database of its own.</summary>
internal sealed class GrainShop : IShop, IAsyncDisposable
{
    private const int Fans = 3_000;
    private const int ChargesAtOnce = 256;
    private const long Points = 100_000_000;

    private readonly BenchSilo silo;
    private readonly Guid[] fans = [.. Enumerable.Range(0, Fans).Select(_ => Guid.NewGuid())];
    private int turn;

    private GrainShop(BenchSilo silo)
    {
        this.silo = silo;
        Seats = BenchHouse.In(silo.Database);
    }

    public SeatSupply Seats { get; }

    private IGrainFactory Grains => silo.Grains;

    public static async Task<GrainShop> OpenAsync(string connectionString)
    {
        var shop = new GrainShop(await BenchSilo.StartAsync(connectionString));
        foreach (var some in shop.fans.Chunk(ChargesAtOnce)) await Task.WhenAll(some.Select(shop.ChargeAsync));
        return shop;
    }

    public async Task<BoughtTicket> BuyAsync()
    {
        var fan = fans[Interlocked.Increment(ref turn) % Fans];
        var reservation = Grains.GetGrain<IReservationGrain>(GrainKeys.Of(Guid.NewGuid()));
        var (scheduleId, seatId) = Seats[await Seats.TakeAsync()];
        ImmutableArray<string> wish = [seatId];
        var began = Stopwatch.GetTimestamp();
        var reserved = await reservation.Reserve(new ReserveSeats(scheduleId, fan, wish, null, 0, "hash"));
        if (reserved.Result != ReserveResult.Reserved)
            throw new InvalidOperationException($"A reservation answered {reserved.Result}.");

        var paysSince = Stopwatch.GetTimestamp();
        var asked = 0;
        while (!await PayAsync(reservation, fan)) asked++;
        if ((await Grains.GetGrain<ITicketGrain>(GrainKeys.Of(reserved.Reservation!.Id)).Get()).Length != 1)
            throw new InvalidOperationException("A payment was completed without a ticket.");
        return new BoughtTicket(
            Stopwatch.GetElapsedTime(began).TotalMilliseconds,
            Stopwatch.GetElapsedTime(paysSince).TotalMilliseconds,
            asked);
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    /// <summary>Whether the order has ended.</summary>
    private async Task<bool> PayAsync(IReservationGrain reservation, Guid fan)
    {
        var paid = await reservation.Pay(new PayReservation(fan, CouponCode: null));
        if (paid.Result is not (PayResult.Confirmed or PayResult.Processing) || paid.OrderId is not { } orderId)
            throw new InvalidOperationException($"A payment answered {paid.Result}.");
        var order = await Grains.GetGrain<IOrderGrain>(GrainKeys.Of(orderId)).WaitForEnd();
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
        var charged = await Grains.GetGrain<IBalanceGrain>(GrainKeys.Of(fan))
            .Charge(new BalanceChange("bench", Points, ReservationId: null));
        if (charged.Result != BalanceResult.Applied)
            throw new InvalidOperationException($"A charge answered {charged.Result}.");
    }
}

/// <summary>A way to buy seats one after the other, each for another fan.</summary>
internal interface IShop
{
    SeatSupply Seats { get; }

    /// <summary>Reserves a seat and pays for it. Throws if the purchase does not end with a ticket.</summary>
    Task<BoughtTicket> BuyAsync();
}

/// <param name="WholeMilliseconds">From the reservation to the ticket.</param>
/// <param name="PaymentMilliseconds">From the first payment request to the end of the order.</param>
/// <param name="AskedAgain">How often the payment was repeated, because the order took longer than a request.</param>
internal sealed record BoughtTicket(double WholeMilliseconds, double PaymentMilliseconds, int AskedAgain);

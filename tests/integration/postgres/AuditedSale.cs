using Ticketing.Balances;
using Ticketing.Journal;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Stock;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>
/// A sale of long ago: two seats sold with a coupon, one held, one freed after a payment that failed.
/// </summary>
internal static class AuditedSale
{
    public static readonly Guid Sold = Guid.Parse("00000000-0000-7000-8000-000000000001");
    public static readonly Guid Pending = Guid.Parse("00000000-0000-7000-8000-000000000002");
    public static readonly Guid Ended = Guid.Parse("00000000-0000-7000-8000-000000000003");
    private static readonly Guid Order = Guid.Parse("00000000-0000-7000-8000-000000000004");
    private static readonly Guid Failed = Guid.Parse("00000000-0000-7000-8000-000000000005");
    private static readonly Guid Fan = Guid.Parse("00000000-0000-7000-8000-000000000006");

    private static readonly LedgerRow[] Changes =
    [
        Example.LedgerEntry(Fan, "charge", 10_000, 10_000),
        Example.LedgerEntry(Fan, $"order:{Order:D}:debit", -9_500, 500) with
        {
            Kind = LedgerKind.Debit,
            ReservationId = Sold,
        },
    ];

    public static async Task WriteAsync(PostgresDatabase database)
    {
        await database.SeedAsync(Example.Terms, Example.SeededSeats(10));
        var store = database.OpenStore();
        var sold = Example.Reservation(Sold, 1, 2) with { UserId = Fan };
        var ended = Example.Reservation(Ended, 4) with { UserId = Fan };
        var stock = (await store.LoadStockAsync(SagaRows.Stalls))!;
        await store.CommitAsync(Example.Reserve(sold));
        await store.CommitAsync(Example.Reserve(
            Example.Reservation(Pending, 3) with { HoldSeconds = 180, RenewalsAllowed = 3 }));
        await store.CommitAsync(Example.Reserve(ended));
        await store.CommitAsync(Sell(sold) with
        {
            Stock = [stock with { Sold = 2, Version = 2 }],
            StockTakes = [Take(Order, Sold, 2, StockTakeStatus.Sold), Take(Failed, Ended, 1, StockTakeStatus.Released)],
            Coupons = [SagaRows.Coupon() with { Used = 1 }],
            CouponUses = [SagaRows.Use(user: Fan) with { OrderId = Order }],
            Orders =
            [
                OrderOf(sold, Order, OrderStatus.Completed) with { CouponCode = "SPRING", Discount = 500 },
                OrderOf(ended, Failed, OrderStatus.Failed),
            ],
        });
        await store.CommitAsync(new Commit
        {
            Seats = [new(Example.SeatKey(4), SeatStatus.Available, null, "Stalls", 5_000, 3)],
            Reservations = [ended with { Status = ReservationStatus.Expired, Version = 2 }],
            Payments = [Example.Payment(ended) with { Status = PaymentStatus.Void, OrderId = Failed, Version = 2 }],
        });
        await database.ExecuteAsync(
            "insert into reservation_details (reservation_id, status, reservation_version, payment_status, "
            + "payment_version) select r.id, r.status, r.version, p.status, p.version "
            + "from reservations r join payments p on p.reservation_id = r.id; delete from outbox");
        await database.ExecuteAsync(
            "insert into schedule_statistics values ($1, 0, 0, 3, 1, 1, 0, 2, 9500, now(), 1)", Example.Schedule);
    }

    private static Commit Sell(ReservationRow sold) => new()
    {
        Seats = [.. sold.Seats.Select(seat =>
            Example.Held(int.Parse(seat.SeatId), sold.Id, version: 3) with { Status = SeatStatus.Sold })],
        Reservations = [sold with { Status = ReservationStatus.Confirmed, Version = 2 }],
        Payments =
        [
            Example.Payment(sold) with
            {
                Status = PaymentStatus.Paid,
                OrderId = Order,
                Charged = 9_500,
                Version = 2,
            },
        ],
        Balances = [new(Fan, 500, 1)],
        Ledger = [.. Changes],
        Journal =
        [
            .. Changes.SelectMany(change => JournalRules.Of(change)),
            Entry(JournalAccount.Orders, 9_500),
            Entry(JournalAccount.Discounts, 500),
        ],
        Tickets = [.. sold.Seats.Select((seat, at) => SagaRows.Ticket(sold.Id, at) with
        {
            OrderId = Order,
            SeatId = seat.SeatId,
        })],
    };

    private static JournalRow Entry(JournalAccount from, long amount) => new(
        Order, from, JournalAccount.Sales, amount, Currency: null, PaymentMethod.Balance, Example.Schedule,
        Example.Now);

    private static OrderRow OrderOf(ReservationRow reservation, Guid id, OrderStatus status) => SagaRows.Order() with
    {
        OrderId = id,
        ReservationId = reservation.Id,
        UserId = reservation.UserId,
        Amount = reservation.Amount,
        CouponCode = null,
        Status = status,
    };

    private static StockTakeRow Take(Guid order, Guid reservation, int quantity, StockTakeStatus status) =>
        new(SagaRows.Stalls, order, reservation, quantity, status, Example.Now, Version: 1);
}

using Ticketing.Coupons;
using Ticketing.Orders;
using Ticketing.Stock;
using Ticketing.Storage;

namespace Ticketing.Tests.Postgres;

/// <summary>Rows of paying that the tests of the store write.</summary>
internal static class SagaRows
{
    public static readonly StockKey Stalls = new(Example.Schedule, "Stalls");
    public static readonly StockKey Standing = new(Example.Schedule, "\uc2a4\ud0e0\ub529 \"A\"");

    public static readonly CouponTerms Terms = new(
        CouponKind.Percent, Value: 10, Example.Now, Example.Now.AddDays(1), TotalUses: 2, UsesPerFan: 1,
        MinimumAmount: 1_000);

    public static CouponRow Coupon(string code = "SPRING") => new(code, Terms, Used: 0, Version: 1);

    public static CouponUseRow Use(string code = "SPRING", Guid? user = null) => new(
        code, Guid.NewGuid(), user ?? Guid.NewGuid(), Discount: 500, CouponUseStatus.Taken, Reason: null, Example.Now,
        Version: 1);

    public static StockTakeRow Take(int quantity) => new(
        Stalls, Guid.NewGuid(), Guid.NewGuid(), quantity, StockTakeStatus.Allocated, Example.Now, Version: 1);

    public static OrderRow Order(DateTimeOffset? updatedAt = null) => new(
        Guid.NewGuid(), Guid.NewGuid(), Example.Schedule, Guid.NewGuid(), OrderStatus.Processing,
        [new OrderLine("Stalls", 2), new OrderLine(Standing.Category, 1, HasSeats: false)], Amount: 15_000, "SPRING",
        Discount: 0, Parts: [], Reason: null, Example.Now, updatedAt ?? Example.Now, Version: 1);

    public static OrderStepRow Step(OrderRow order, int number) => new(
        order.OrderId, number,
        new OrderStep(Example.Now.AddSeconds(number), $"step {number}", number % 2 == 0 ? "detail" : null));

    public static TicketRow Ticket(Guid reservationId, int ordinal) => new(
        Guid.NewGuid(), reservationId, Guid.NewGuid(), Example.Schedule, Guid.NewGuid(), ordinal,
        ordinal == 0 ? "" : $"{ordinal}", "Stalls", $"code {ordinal}", Example.Now, IsCancelled: false, UsedAt: null,
        UsedGate: null, Version: 1);
}

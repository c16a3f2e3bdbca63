using System.Collections.Immutable;
using Ticketing.Balances;
using Ticketing.Coupons;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Stock;
using Ticketing.Storage;

namespace Ticketing.Tests.Saga;

/// <summary>
/// The actions of fans and operators. Together the stories use every edge of the saga. No story relies on how it goes,
/// since any edge may be in trouble.
/// </summary>
internal sealed class SagaStories(SagaWorld world)
{
    private const int Rich = 10_000;
    private const int Patience = 400;

    private static readonly Edge Debiting = new(Topics.OrderPayment, "balance");
    private static readonly Edge Issuing = new(Topics.OrderProcessed, "ticket");
    private static readonly Edge Selling = new(Topics.TicketIssued, "stock");
    private static readonly Edge TakingCoupon = new(Topics.OrderProcessing, "coupon");

    public static IReadOnlyDictionary<string, (Func<SagaStories, Task> Tell, OrderStatus End)> All { get; } =
        new Dictionary<string, (Func<SagaStories, Task>, OrderStatus)>
        {
            ["buys with a coupon"] = (story => story.Buy(), OrderStatus.Completed),
            ["has no money"] = (story => story.BuyWithout(money: true), OrderStatus.Failed),
            ["has a coupon that is none"] = (story => story.BuyWithout(coupon: true), OrderStatus.Failed),
            ["finds the stock empty"] = (story => story.BuyWithout(stock: true), OrderStatus.Failed),
            ["pays late, the seats are free"] = (story => story.PayLate(others: 0), OrderStatus.Completed),
            ["pays late, takes other seats"] = (story => story.PayLate(others: 1, true), OrderStatus.Completed),
            ["pays late, wants no other seats"] = (story => story.PayLate(others: 1, false), OrderStatus.Undone),
            ["pays late, answers no offer"] = (story => story.PayLate(others: 1), OrderStatus.Undone),
            ["pays late, all is taken"] = (story => story.PayLate(others: 2), OrderStatus.Undone),
            ["cancels in the end"] = (story => story.Cancel(slow: null), OrderStatus.Undone),
            ["cancels before there are tickets"] = (story => story.Cancel(Issuing), OrderStatus.Undone),
            ["cancels before the stock is decreased"] = (story => story.Cancel(Selling), OrderStatus.Undone),
            ["comes to general admission"] = (story => story.BuyAdmission(late: false), OrderStatus.Completed),
            ["pays late for general admission"] = (story => story.BuyAdmission(late: true), OrderStatus.Completed),
            ["loses the stock"] = (story => story.LoseStock(), OrderStatus.Undone),
            ["is undone while parts are taken"] = (story => story.Undo(TakingCoupon), OrderStatus.Failed),
            ["is undone while the money is taken"] = (story => story.Undo(Debiting), OrderStatus.Undone),
            ["is undone while tickets are issued"] = (story => story.Undo(Issuing), OrderStatus.Undone),
        };

    public Guid FirstOrder { get; private set; }

    private async Task Buy()
    {
        var (_, order) = await Begin();
        await End(order);
    }

    /// <summary>Pays with one part missing, then again with that part.</summary>
    private async Task BuyWithout(bool money = false, bool coupon = false, bool stock = false)
    {
        var other = Guid.NewGuid();
        if (stock) await ChangeStock("A", StockTakeStatus.Allocated, other, SagaWorld.SeatsPerCategory);
        var (id, order) = await Begin(money ? 10 : Rich, coupon ? "NONE" : "HALF");
        await End(order);
        if (stock) await ChangeStock("A", StockTakeStatus.Released, other, SagaWorld.SeatsPerCategory);
        var user = world.Store.Reservations.First(row => row.Id == id).UserId;
        await world.Balance(user).Charge(new BalanceChange("more", Rich));
        var again = await world.Reservation(id).Pay(new PayReservation(user, "HALF"));
        if (again.Result == PayResult.Processing) await End(again.OrderId!.Value);
    }

    /// <param name="others">
    /// 0: no other fan comes. 1: another fan takes the seats when they are free. 2: other fans take all seats.
    /// </param>
    private async Task PayLate(int others, bool? accepts = null)
    {
        world.Slow[Debiting] = SagaWorld.HoldSeconds + 25;
        var (id, order) = await Begin();
        await Until(() => Row(id).Status == ReservationStatus.Expired);
        world.Slow.Clear();
        if (others > 0)
        {
            string[] seats = others == 1
                ? ["A-0", "A-1", "B-0"]
                : [.. world.Store.Seats.Select(seat => seat.Key.SeatId)];
            foreach (var some in seats.Chunk(6))
                await BuySeats([.. some]);
        }

        await End(order);
        if (accepts is { } answer)
            await world.Reservation(id).AnswerOffer(new AnswerOffer(Row(id).UserId, answer));
    }

    /// <summary>Buys a seat of general admission, while the hold of another one expires.</summary>
    private async Task BuyAdmission(bool late)
    {
        if (late) world.Slow[Debiting] = SagaWorld.HoldSeconds + 25;
        await Reserve([], Rich, SagaWorld.Admission);
        var (id, user, _) = await Reserve([], Rich, SagaWorld.Admission);
        var paid = await world.Reservation(id).Pay(new PayReservation(user));
        FirstOrder = paid.OrderId!.Value;
        await End(FirstOrder);
    }

    private async Task Cancel(Edge? slow)
    {
        if (slow is { } edge) world.Slow[edge] = 2;
        var (id, order) = await Begin();
        await Until(() => slow == Selling
            ? world.Store.Tickets.Any(ticket => ticket.ReservationId == id)
            : Row(id).Status == ReservationStatus.Confirmed);
        if (slow is null) await End(order);
        await world.Reservation(id).Cancel(new CancelReservation(Row(id).UserId));
    }

    /// <summary>Breaks the rules: the stock that was allocated to the order is released.</summary>
    private async Task LoseStock()
    {
        world.Slow[Issuing] = 2;
        var (id, order) = await Begin();
        await Until(() => Row(id).Status == ReservationStatus.Confirmed);
        if (world.Store.StockTakes.Any(take => take is { Key.Category: "A", Status: StockTakeStatus.Allocated }))
            await ChangeStock("A", StockTakeStatus.Released, order, 2);
        await End(order);
    }

    private async Task Undo(Edge slow)
    {
        world.Slow[slow] = 5;
        var (_, order) = await Begin();
        await Until(() => world.Store.Orders.Any(row => row.OrderId == order && row.Status == (
            slow == TakingCoupon ? OrderStatus.Processing
            : slow == Debiting ? OrderStatus.Paying : OrderStatus.Processed)));
        await world.Order(order).Undo();
    }

    private async Task<(Guid Id, Guid Order)> Begin(int money = Rich, string coupon = "HALF")
    {
        var now = world.Now;
        await world.Grains.GetGrain<ICouponGrain>("HALF").Put(new CouponTerms(
            CouponKind.Percent, 50, now.AddDays(-1), now.AddDays(1), TotalUses: 50, UsesPerFan: 2, MinimumAmount: 0));
        var (id, user, _) = await Reserve(["A-0", "A-1", "B-0"], money);
        var paid = await world.Reservation(id).Pay(new PayReservation(user, coupon));
        FirstOrder = paid.OrderId!.Value;
        return (id, FirstOrder);
    }

    private async Task BuySeats(ImmutableArray<string> seats)
    {
        var (id, user, outcome) = await Reserve(seats, Rich);
        if (outcome.Result == ReserveResult.Reserved) await world.Reservation(id).Pay(new PayReservation(user));
    }

    private async Task<(Guid Id, Guid User, ReserveOutcome Outcome)> Reserve(
        ImmutableArray<string> seats, int money, string? category = null)
    {
        var (id, user) = (Guid.NewGuid(), Guid.NewGuid());
        await world.Balance(user).Charge(new BalanceChange("charge", money));
        var command = new ReserveSeats(world.ScheduleId, user, seats, category, category is null ? 0 : 2, "hash");
        return (id, user, await world.Reservation(id).Reserve(command));
    }

    private async Task End(Guid order)
    {
        for (var seconds = 0; seconds < Patience; seconds += Limits.OrderWaitMilliseconds / 1_000)
        {
            var view = await world.Order(order).WaitForEnd();
            if (view is not null && OrderRules.IsAtRest(view.Status)) return;
        }
    }

    private async Task Until(Func<bool> happened)
    {
        for (var tenths = 0; tenths < Patience * 10 && !happened(); tenths++) await world.Pause(0.1);
    }

    private ReservationRow Row(Guid id) => world.Store.Reservations.First(row => row.Id == id);

    private async Task ChangeStock(string category, StockTakeStatus status, Guid takeId, int quantity)
    {
        var key = new StockKey(world.ScheduleId, category);
        var draft = StockDraft.Of(
            key, world.Store.Stock.Single(row => row.Key == key),
            world.Store.StockTakes.Where(take => take.Key == key), world.Now);
        if (status == StockTakeStatus.Allocated && draft.Free < quantity) return;
        var changed = draft.Put(takeId, Guid.NewGuid(), quantity, status);
        await world.Store.CommitAsync(StockCommits.Write(changed, world.Now).Commit);
    }
}

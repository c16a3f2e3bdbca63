using Ticketing.Balances;
using Ticketing.Coupons;
using Ticketing.Events;
using Ticketing.Journal;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Stock;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Simulation;

/// <summary>
/// The invariants (see ARCHITECTURE.md) on a store in memory that has come to rest: no work is in progress. The
/// definition for a database is <c>store/Audit</c>.
/// </summary>
internal static class Invariants
{
    private static readonly (ReservationStatus, PaymentStatus)[] Ends =
    [
        (ReservationStatus.Confirmed, PaymentStatus.Paid),
        (ReservationStatus.Expired, PaymentStatus.Void),
        (ReservationStatus.Expired, PaymentStatus.Refunded),
        (ReservationStatus.Cancelled, PaymentStatus.Void),
        (ReservationStatus.Cancelled, PaymentStatus.Refunded),
    ];

    public static void AssertAll(MemoryTicketStore store)
    {
        AssertSeats(store);
        AssertOrders(store);
        AssertMoney(store);
        AssertJournal(store);
        AssertStock(store);
        AssertTickets(store);
        AssertCoupons(store);
        AssertEvents(store);
    }

    public static string Describe(MemoryTicketStore store) => string.Join(
        '\n',
        [
            "", .. store.Orders.Select(row => $"{row.OrderId} {row.Status} {row.Reason}"),
            .. store.Reservations.Select(row => $"{row.Id} {row.Status} {row.Reason}"),
            .. store.Payments.Select(row => $"{row.ReservationId} {row.Status} of {row.OrderId}"),
            .. store.Events.TakeLast(40).Select(item => $"{item.OccurredAt:T} {item.Topic} {item.Key[..4]}"),
        ]);

    /// <summary>I1, and the part of I3 about seats: the status of a seat follows its live reservation.</summary>
    private static void AssertSeats(MemoryTicketStore store)
    {
        var owned =
            from row in store.Reservations
            where ReservationRules.CountedSeats(row) > 0
            from seat in row.Seats
            where seat.SeatId.Length > 0
            select (seat.SeatId, Holder: row.Id);
        var taken = store.Seats
            .Where(seat => seat.Status is SeatStatus.Held or SeatStatus.Sold)
            .Select(seat => (seat.Key.SeatId, Holder: seat.ReservationId!.Value));

        Assert.Equal(owned.Order(), taken.Order());
        Assert.DoesNotContain(store.Seats, seat => seat.Status == SeatStatus.Held);
        var made = store.Reservations.ToDictionary(row => row.Id, row => row.CreatedAt);
        Assert.All(
            store.Seats.Where(seat => seat.BlockWantedAt is not null),
            seat => Assert.True(seat.ReservationId is { } holder && made[holder] <= seat.BlockWantedAt));
    }

    /// <summary>I3.</summary>
    private static void AssertOrders(MemoryTicketStore store)
    {
        var rows = store.Reservations.ToDictionary(row => row.Id);
        Assert.All(
            store.Payments, payment => Assert.Contains((rows[payment.ReservationId].Status, payment.Status), Ends));
        var paying = store.Payments.Where(payment => payment.Status == PaymentStatus.Paid)
            .Select(payment => payment.OrderId!.Value);
        var completed = store.Orders.Where(order => order.Status == OrderStatus.Completed)
            .Select(order => order.OrderId);
        Assert.Equal(paying.Order(), completed.Order());
    }

    /// <summary>I2.</summary>
    private static void AssertMoney(MemoryTicketStore store)
    {
        foreach (var balance in store.Balances)
        {
            Assert.True(balance.Balance >= 0);
            var entries = store.Ledger.Where(entry => new BalanceKey(entry.UserId, entry.Currency) == balance.Key);
            Assert.Equal(entries.Sum(entry => entry.Amount), balance.Balance);
        }

        var currencies = store.Reservations.ToDictionary(row => row.Id, row => row.Currency);
        Assert.All(
            store.Ledger.Where(entry => entry.ReservationId is not null),
            entry => Assert.Equal(currencies[entry.ReservationId!.Value], entry.Currency));
        Assert.All(store.Orders, order => Assert.Equal(currencies[order.ReservationId], order.Currency));
        foreach (var payment in store.Payments)
        {
            var net = store.Ledger.Where(entry => entry.ReservationId == payment.ReservationId).Sum(e => e.Amount);
            Assert.Equal(payment.Status == PaymentStatus.Paid ? -payment.Charged : 0, net);
        }

        foreach (var order in store.Orders)
        {
            var entries = store.Ledger.Where(entry => entry.UserId == order.UserId)
                .ToDictionary(entry => entry.OperationId);
            var debit = entries.GetValueOrDefault(OrderOperations.Debit(order.OrderId));
            var refund = entries.GetValueOrDefault(OrderOperations.Refund(order.OrderId));
            var net = (debit?.Amount ?? 0) + (refund?.Amount ?? 0);
            Assert.Equal(order.Status == OrderStatus.Completed ? order.Discount - order.Amount : 0, net);
        }
    }

    /// <summary>I8: the journal says of each currency and each schedule what balances and reservations say.</summary>
    private static void AssertJournal(MemoryTicketStore store)
    {
        var balances = store.Balances.GroupBy(row => row.Currency ?? "")
            .Select(group => (group.Key, group.Sum(row => row.Balance))).Where(IsNotZero);
        Assert.Equal(balances.Order(), Net(JournalAccount.Balances, entry => entry.Currency ?? "").Order());
        Assert.Empty(Net(JournalAccount.Orders, entry => entry.SourceId));

        var sold = store.Reservations.Where(row => row.Status == ReservationStatus.Confirmed).ToArray();
        var discounts = store.Payments.Where(payment => payment.Status == PaymentStatus.Paid)
            .Sum(payment => payment.Amount - payment.Charged);
        Assert.Equal(
            sold.Sum(row => row.Amount),
            Total(JournalAccount.Sales) + Total(JournalAccount.Refunds));
        Assert.Equal(-discounts, Total(JournalAccount.Discounts));
        Assert.All(
            store.Journal.Where(entry => entry.ScheduleId is not null),
            entry => Assert.Contains(store.Reservations, row => row.ScheduleId == entry.ScheduleId));

        long Total(JournalAccount account) => Net(account, _ => 0).Sum(one => one.Amount);

        IEnumerable<(TKey Key, long Amount)> Net<TKey>(JournalAccount account, Func<JournalRow, TKey> key)
            where TKey : notnull =>
            store.Journal.Where(entry => entry.Debit == account || entry.Credit == account)
                .GroupBy(key)
                .Select(group => (group.Key, group.Sum(one => one.Credit == account ? one.Amount : -one.Amount)))
                .Where(IsNotZero);

        static bool IsNotZero<TKey>((TKey Key, long Amount) one) => one.Amount != 0;
    }

    /// <summary>I6, compared with the stock takes.</summary>
    private static void AssertStock(MemoryTicketStore store)
    {
        foreach (var stock in store.Stock)
        {
            var takes = store.StockTakes.Where(take => take.Key == stock.Key).ToArray();
            Assert.True(stock.Allocated + stock.Sold <= stock.Capacity);
            Assert.Equal(Sum(StockTakeStatus.Allocated), stock.Allocated);
            Assert.Equal(Sum(StockTakeStatus.Sold), stock.Sold);
            var tickets = store.Tickets.Where(ticket => ticket.Category == stock.Key.Category);
            Assert.Equal(tickets.Count(ticket => !ticket.IsCancelled), stock.Sold);

            int Sum(StockTakeStatus status) => takes.Where(take => take.Status == status).Sum(take => take.Quantity);
        }

        Assert.DoesNotContain(store.StockTakes, take => take.Status == StockTakeStatus.Allocated);
    }

    /// <summary>One ticket for every sold seat, and no other; a used ticket is never cancelled.</summary>
    private static void AssertTickets(MemoryTicketStore store)
    {
        var sold = store.Reservations.Where(row => row.Status == ReservationStatus.Confirmed)
            .SelectMany(row => row.Seats.Select(seat => (seat.SeatId, row.Id)));
        var good = store.Tickets.Where(ticket => !ticket.IsCancelled)
            .Select(ticket => (ticket.SeatId, ticket.ReservationId));
        Assert.Equal(sold.Order(), good.Order());
        Assert.DoesNotContain(store.Tickets, ticket => ticket is { IsCancelled: true, UsedAt: not null });
    }

    private static void AssertCoupons(MemoryTicketStore store)
    {
        var taken = store.CouponUses.Where(use => use.Status == CouponUseStatus.Taken).ToArray();
        Assert.All(store.Coupons, coupon => Assert.Equal(taken.Count(use => use.Code == coupon.Code), coupon.Used));
        var completed = store.Orders
            .Where(order => order is { Status: OrderStatus.Completed, CouponCode: not null })
            .Select(order => order.OrderId);
        Assert.Equal(completed.Order(), taken.Select(use => use.OrderId).Order());
    }

    /// <summary>
    /// I4, the publishing half: every reservation announced its beginning once, its end once, and every step in
    /// order.
    /// </summary>
    private static void AssertEvents(MemoryTicketStore store)
    {
        var events = store.Events.ToLookup(item => item.Key);
        foreach (var row in store.Reservations)
        {
            var all = events[GrainKeys.Of(row.Id)]
                .Where(item => item.Topic.StartsWith("reservation.", StringComparison.Ordinal))
                .ToArray();
            var topics = all.Select(item => item.Topic).Where(topic => topic != Topics.ReservationChanged).ToArray();
            Assert.Equal(Topics.ReservationCreated, topics[0]);
            Assert.Equal($"reservation.{row.Status.ToString().ToLowerInvariant()}", topics[^1]);
            Assert.Equal(topics.Length, topics.Distinct().Count());

            var versions = all.Select(item => EventJson.Read<ReservationEvent>(item.Payload).Version);
            Assert.Equal(Enumerable.Range(1, (int)row.Version).Select(version => (long)version), versions);
        }
    }
}

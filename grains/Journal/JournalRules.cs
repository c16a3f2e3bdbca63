using System.Collections.Immutable;
using Ticketing.Balances;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Journal;

/// <summary>
/// The entries of the sales journal by which a step is booked. Pure. Every payment goes into
/// <see cref="JournalAccount.Orders"/> first; the sale takes it from there, or it goes back.
/// </summary>
public static class JournalRules
{
    /// <summary>The entry for a change of a balance; none for a refused debit or one of nothing.</summary>
    public static ImmutableArray<JournalRow> Of(LedgerRow change)
    {
        if (change.Amount == 0) return [];
        var (source, debit, credit, method) = change.Kind switch
        {
            LedgerKind.Charge => (
                DerivedId.Of(change.UserId, change.OperationId),
                JournalAccount.Funds, JournalAccount.Balances, PaymentMethod.Demo),
            LedgerKind.Debit => (
                OrderOf(change), JournalAccount.Balances, JournalAccount.Orders, PaymentMethod.Balance),
            LedgerKind.Refund => (
                OrderOf(change), JournalAccount.Orders, JournalAccount.Balances, PaymentMethod.Balance),
            _ => throw new InvalidOperationException($"No account is known for {change}."),
        };
        return
        [
            new JournalRow(
                source, debit, credit, Math.Abs(change.Amount), change.Currency, method, ScheduleId: null, change.At),
        ];
    }

    /// <summary>
    /// The entries of a step by which a reservation is sold, or is not sold any more: its price, of which the fan has
    /// paid one part, and a coupon the other.
    /// </summary>
    public static ImmutableArray<JournalRow> Of(ReservationRecord? before, ReservationRecord after)
    {
        var at = after.Reservation.UpdatedAt;
        return (IsSold(before), IsSold(after)) switch
        {
            (false, true) =>
            [
                .. Entry(after, JournalAccount.Orders, JournalAccount.Sales, Paid(after), at),
                .. Entry(after, JournalAccount.Discounts, JournalAccount.Sales, Discount(after), at),
            ],
            (true, false) =>
            [
                .. Entry(before!, JournalAccount.Refunds, JournalAccount.Orders, Paid(before!), at),
                .. Entry(before!, JournalAccount.Refunds, JournalAccount.Discounts, Discount(before!), at),
            ],
            _ => [],
        };
    }

    private static ImmutableArray<JournalRow> Entry(
        ReservationRecord record, JournalAccount debit, JournalAccount credit, long amount, DateTimeOffset at)
    {
        var (row, source) = (record.Reservation, record.Payment.OrderId ?? record.Reservation.Id);
        return amount == 0
            ? []
            :
            [
                new JournalRow(
                    source, debit, credit, amount, row.Currency, PaymentMethod.Balance, row.ScheduleId, at),
            ];
    }

    private static bool IsSold(ReservationRecord? record) =>
        record?.Reservation.Status == ReservationStatus.Confirmed;

    /// <summary>A payment of a release before orders existed was one debit of the price.</summary>
    private static long Paid(ReservationRecord record) =>
        record.Payment.OrderId is null ? record.Payment.Amount : record.Payment.Charged;

    private static long Discount(ReservationRecord record) => record.Reservation.Amount - Paid(record);

    /// <summary>The order of a sale of a release before orders existed has the reservation's id.</summary>
    private static Guid OrderOf(LedgerRow change) =>
        OrderOperations.OrderOf(change.OperationId) ?? change.ReservationId
        ?? DerivedId.Of(change.UserId, change.OperationId);
}

/// <summary>The accounts of the sales journal. The numbers are stored and must not change.</summary>
public enum JournalAccount
{
    /// <summary>Money that came from outside, by a payment method.</summary>
    Funds = 1,

    /// <summary>Money that fans have in their balances.</summary>
    Balances = 2,

    /// <summary>Money taken for an order, until it is sold or given back: 0 when the order has ended.</summary>
    Orders = 3,

    /// <summary>Prices of sold seats.</summary>
    Sales = 4,

    /// <summary>Parts of prices that coupons have paid.</summary>
    Discounts = 5,

    /// <summary>Prices of sold seats that came back.</summary>
    Refunds = 6,
}

/// <summary>The way by which money came. The numbers are stored and must not change.</summary>
public enum PaymentMethod
{
    /// <summary>From the fan's balance.</summary>
    Balance = 1,

    /// <summary>A free charge of a balance, without a payment.</summary>
    Demo = 2,
}

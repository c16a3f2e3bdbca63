using Ticketing.Balances;
using Ticketing.Journal;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

public class JournalRulesTests
{
    private static readonly Guid Order = Guid.Parse("00000000-0000-0000-0000-00000000000d");

    private static readonly ReservationRecord Paying = Some.Pending with
    {
        Payment = Some.Pending.Payment with { OrderId = Order, Status = PaymentStatus.Debiting },
    };

    [Fact]
    public void A_sale_is_its_price_paid_by_the_fan_and_the_coupon()
    {
        var sold = PaymentRules.Confirm(Paying, charged: 9_000, Some.Now);

        Assert.Equal(
            [
                Entry(JournalAccount.Orders, JournalAccount.Sales, 9_000),
                Entry(JournalAccount.Discounts, JournalAccount.Sales, 3_000),
            ],
            JournalRules.Of(Paying, sold).AsEnumerable());
    }

    [Theory]
    [InlineData(12_000, JournalAccount.Orders)]
    [InlineData(0, JournalAccount.Discounts)]
    public void An_entry_of_nothing_is_not_written(long charged, JournalAccount from)
    {
        var entry = Assert.Single(JournalRules.Of(Paying, PaymentRules.Confirm(Paying, charged, Some.Now)));

        Assert.Equal(Entry(from, JournalAccount.Sales, 12_000), entry);
    }

    [Fact]
    public void What_comes_back_takes_back_every_entry_of_its_sale()
    {
        var sold = PaymentRules.Confirm(Paying, charged: 9_000, Some.Now);

        var back = JournalRules.Of(sold, LifeRules.Cancel(sold, Some.Now));

        Assert.Equal(
            [
                Entry(JournalAccount.Refunds, JournalAccount.Orders, 9_000),
                Entry(JournalAccount.Refunds, JournalAccount.Discounts, 3_000),
            ],
            back.AsEnumerable());
        Assert.Equal(back.AsEnumerable(), JournalRules.Of(sold, PaymentRules.GiveUp(sold, "undone", Some.Now)));
        Assert.Equal(back.AsEnumerable(), JournalRules.Of(sold, PaymentRules.EndRefunded(sold, "undone", Some.Now)));
    }

    [Fact]
    public void A_step_that_sells_nothing_has_no_entry()
    {
        var late = PaymentRules.Offer(
            Paying, [new("A-3", "Stalls", 5_000, 1), new("A-4", "Stalls", 7_000, 1)], 9_000, Some.Now);

        Assert.Empty(JournalRules.Of(null, Some.Pending));
        Assert.Empty(JournalRules.Of(Paying, PaymentRules.Fail(Paying, Some.Now)));
        Assert.Empty(JournalRules.Of(Paying, late));
        Assert.Empty(JournalRules.Of(late, PaymentRules.GiveUp(late, OrderReasons.OfferDeclined, Some.Now)));
        Assert.Equal(2, JournalRules.Of(late, PaymentRules.AcceptOffer(late, Some.Now)).Length);
    }

    [Fact]
    public void A_sale_before_orders_existed_has_the_id_of_its_reservation_and_no_discount()
    {
        var sold = Some.Pending with
        {
            Reservation = Some.Pending.Reservation with { Status = ReservationStatus.Confirmed },
            Payment = Some.Pending.Payment with { Status = PaymentStatus.Paid },
        };

        var entry = Assert.Single(JournalRules.Of(sold, LifeRules.Cancel(sold, Some.Now)));

        Assert.Equal((Some.Id, 12_000), (entry.SourceId, entry.Amount));
    }

    [Theory]
    [InlineData(LedgerKind.Debit, "order:00000000-0000-0000-0000-00000000000d:debit", -500)]
    [InlineData(LedgerKind.Refund, "order:00000000-0000-0000-0000-00000000000d:refund", 500)]
    public void A_debit_goes_to_the_order_and_a_refund_comes_from_it(LedgerKind kind, string operation, long amount)
    {
        var entry = Assert.Single(JournalRules.Of(Change(kind, operation, amount)));

        var (from, to) = kind == LedgerKind.Debit
            ? (JournalAccount.Balances, JournalAccount.Orders)
            : (JournalAccount.Orders, JournalAccount.Balances);
        Assert.Equal(
            new JournalRow(Order, from, to, 500, "EUR", PaymentMethod.Balance, ScheduleId: null, Some.Now), entry);
    }

    [Fact]
    public void A_charge_is_money_from_outside_under_an_id_of_its_own()
    {
        var one = Assert.Single(JournalRules.Of(Change(LedgerKind.Charge, "one", 500)));
        var two = Assert.Single(JournalRules.Of(Change(LedgerKind.Charge, "two", 500)));

        Assert.Equal(
            (JournalAccount.Funds, JournalAccount.Balances, PaymentMethod.Demo), (one.Debit, one.Credit, one.Method));
        Assert.NotEqual(one.SourceId, two.SourceId);
        Assert.Equal(one, Assert.Single(JournalRules.Of(Change(LedgerKind.Charge, "one", 500))));
    }

    [Theory]
    [InlineData("reservation:00000000-0000-0000-0000-00000000000a:debit")]
    [InlineData("order:00000000:debit")]
    [InlineData("debit")]
    public void A_debit_of_no_order_is_booked_under_its_reservation(string operation) => Assert.Equal(
        Some.Id, Assert.Single(JournalRules.Of(Change(LedgerKind.Debit, operation, -500))).SourceId);

    [Fact]
    public void A_refused_debit_has_no_entry() =>
        Assert.Empty(JournalRules.Of(Change(LedgerKind.Refused, "order:x:debit", 0)));

    private static JournalRow Entry(JournalAccount debit, JournalAccount credit, long amount) => new(
        Order, debit, credit, amount, Currency: null, PaymentMethod.Balance, Some.Schedule, Some.Now);

    private static LedgerRow Change(LedgerKind kind, string operation, long amount) =>
        new(Some.User, operation, kind, amount, BalanceAfter: 1_000, Some.Id, Some.Now, "EUR");
}

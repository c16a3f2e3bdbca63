using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

/// <summary>The effects of orders on a reservation, and the steps of a payment that comes late.</summary>
public class PaymentRulesTests
{
    private static readonly DateTimeOffset Now = Some.Now;
    private static readonly ReservationRecord Paying = LifeRules.BeginPayment(Some.Pending, "SUMMER", Now);
    private static readonly ReservationRecord Late = LifeRules.Expire(Paying, Paying.Reservation.ExpiresAt);
    private static readonly ReservationRecord Confirmed = PaymentRules.Confirm(Paying, 10_000, Now);
    private static readonly ReservationRecord GivenUp = PaymentRules.GiveUp(Confirmed, "some", Now);
    private static readonly ReservationRecord Back = PaymentRules.Fail(Paying, Now);

    private static readonly ReservationRecord Offered = PaymentRules.Offer(
        Late, [new("B-8", "Stalls", 5_000, 4), new("B-9", "Stalls", 7_000, 6)], 10_000, Now);

    private static readonly OrderEvent Own = PaymentRules.Order(Paying);

    public static TheoryData<string, string, OrderEventStep> Steps() => new()
    {
        { "paying", Topics.OrderPaymentSuccess, OrderEventStep.Confirm },
        { "late", Topics.OrderPaymentSuccess, OrderEventStep.ClaimAgain },
        { "back", Topics.OrderPaymentSuccess, OrderEventStep.PayBack },
        { "confirmed", Topics.OrderPaymentSuccess, OrderEventStep.Nothing },
        { "offered", Topics.OrderPaymentSuccess, OrderEventStep.Nothing },
        { "given up", Topics.OrderPaymentSuccess, OrderEventStep.Nothing },
        { "paying", Topics.OrderPaymentFail, OrderEventStep.Fail },
        { "paying", Topics.OrderProcessingFail, OrderEventStep.Fail },
        { "late", Topics.OrderProcessingFail, OrderEventStep.Fail },
        { "confirmed", Topics.OrderPaymentFail, OrderEventStep.Nothing },
        { "paying", Topics.OrderPaymentLate, OrderEventStep.GiveUp },
        { "late", Topics.OrderPaymentLate, OrderEventStep.GiveUp },
        { "offered", Topics.OrderPaymentLate, OrderEventStep.GiveUp },
        { "confirmed", Topics.OrderPaymentLate, OrderEventStep.GiveUp },
        { "confirmed", Topics.TicketIssueFailed, OrderEventStep.GiveUp },
        { "given up", Topics.OrderPaymentLate, OrderEventStep.Nothing },
        { "back", Topics.OrderPaymentLate, OrderEventStep.Nothing },
        { "given up", Topics.OrderRefunded, OrderEventStep.EndRefunded },
        { "confirmed", Topics.OrderRefunded, OrderEventStep.EndRefunded },
        { "back", Topics.OrderRefunded, OrderEventStep.Nothing },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void What_is_heard_of_its_own_order_counts(string record, string topic, OrderEventStep step) =>
        Assert.Equal(step, PaymentRules.Decide(Named(record), topic, Own));

    [Theory]
    [InlineData(Topics.OrderPaymentSuccess, OrderEventStep.PayBack)]
    [InlineData(Topics.OrderPaymentFail, OrderEventStep.Nothing)]
    [InlineData(Topics.OrderPaymentLate, OrderEventStep.Nothing)]
    [InlineData(Topics.OrderRefunded, OrderEventStep.Nothing)]
    public void Another_order_changes_nothing_and_its_money_goes_back(string topic, OrderEventStep step) =>
        Assert.Equal(step, PaymentRules.Decide(Confirmed, topic, Own with { OrderId = Guid.NewGuid() }));

    [Fact]
    public void Who_asks_again_is_told() => Assert.Equal(
        OrderEventStep.Tell, PaymentRules.Decide(Confirmed, Topics.OrderPaymentSuccess, Own with { Again = true }));

    [Fact]
    public void A_late_payment_has_the_same_seats_when_they_were_claimed_again()
    {
        var again = PaymentRules.ConfirmLate(
            Late, [new("A-2", "Stalls", 7_000, 20), new("A-1", "Stalls", 5_000, 10)], 10_000, Now);
        var commit = ReservationCommits.Write(Late, again);

        Assert.Equal((ReservationStatus.Confirmed, PaymentStatus.Paid), Pair(again));
        Assert.Equal(
            [("A-1", SeatStatus.Sold, 11L), ("A-2", SeatStatus.Sold, 21L)],
            commit.Seats.Select(seat => (seat.Key.SeatId, seat.Status, seat.Version)));
        Assert.Equal(10_000, again.Payment.Charged);
        Assert.Equal(Topics.ReservationConfirmed, Assert.Single(commit.Events).Topic);
    }

    [Fact]
    public void Other_seats_are_held_for_the_fan_for_some_time()
    {
        var commit = ReservationCommits.Write(Late, Offered);

        Assert.True(PaymentRules.IsOffer(Offered));
        Assert.Equal(
            [("B-8", SeatStatus.Held, 5L), ("B-9", SeatStatus.Held, 7L)],
            commit.Seats.Select(seat => (seat.Key.SeatId, seat.Status, seat.Version)));
        Assert.Equal(Topics.ReservationChanged, Assert.Single(commit.Events).Topic);
        var end = Now.AddSeconds(Limits.OfferSeconds);
        Assert.Equal(DueStep.Nothing, LifeRules.Due(Offered, end.AddTicks(-1)));
        Assert.Equal(DueStep.EndOffer, LifeRules.Due(Offered, end));
    }

    [Fact]
    public void An_offer_that_is_accepted_is_a_sale_and_one_that_is_not_frees_its_seats()
    {
        var accepted = ReservationCommits.Write(Offered, PaymentRules.AcceptOffer(Offered, Now));
        var declined = PaymentRules.GiveUp(Offered, OrderReasons.OfferDeclined, Now);

        Assert.All(accepted.Seats, seat => Assert.Equal(SeatStatus.Sold, seat.Status));
        Assert.Equal((ReservationStatus.Cancelled, PaymentStatus.Refunding), Pair(declined));
        Assert.All(
            ReservationCommits.Write(Offered, declined).Seats,
            seat => Assert.Equal((SeatStatus.Available, null), (seat.Status, seat.ReservationId)));
    }

    [Fact]
    public void What_is_paid_too_late_for_anything_stays_expired_and_the_money_goes_back()
    {
        var tooLate = PaymentRules.TooLate(Late, 10_000, Now);
        var refunded = PaymentRules.EndRefunded(tooLate, null, Now);

        Assert.Equal((ReservationStatus.Expired, PaymentStatus.Refunding), Pair(tooLate));
        Assert.Equal((ReservationStatus.Expired, PaymentStatus.Refunded), Pair(refunded));
        Assert.Equal(OrderReasons.PaidTooLate, refunded.Reservation.Reason);
        Assert.Empty(ReservationCommits.Write(Late, tooLate).Seats);
    }

    [Fact]
    public void A_failure_after_the_hold_has_ended_leaves_nothing_to_pay() =>
        Assert.Equal((ReservationStatus.Expired, PaymentStatus.Void), Pair(PaymentRules.Fail(Late, Now)));

    [Fact]
    public void Money_that_is_back_before_anything_else_was_heard_ends_it()
    {
        var ended = PaymentRules.EndRefunded(Confirmed, "some", Now);

        Assert.Equal((ReservationStatus.Cancelled, PaymentStatus.Refunded), Pair(ended));
        Assert.All(
            ReservationCommits.Write(Confirmed, ended).Seats, seat => Assert.Equal(SeatStatus.Available, seat.Status));
    }

    [Fact]
    public void An_order_says_what_is_bought_by_category()
    {
        Assert.Equal(new OrderLine("Stalls", 2), Assert.Single(Own.Lines));
        Assert.Equal((12_000L, "SUMMER"), (Own.Amount, Own.CouponCode));
    }

    private static ReservationRecord Named(string name) => name switch
    {
        "paying" => Paying,
        "late" => Late,
        "back" => Back,
        "offered" => Offered,
        "confirmed" => Confirmed,
        _ => GivenUp,
    };

    private static (ReservationStatus, PaymentStatus) Pair(ReservationRecord record) =>
        (record.Reservation.Status, record.Payment.Status);
}

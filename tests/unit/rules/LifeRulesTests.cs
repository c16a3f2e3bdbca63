using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

public class LifeRulesTests
{
    private static readonly DateTimeOffset Now = Some.Now;
    private static readonly DateTimeOffset End = Some.Pending.Reservation.ExpiresAt;

    [Fact]
    public void A_hold_is_over_at_its_deadline_and_not_before()
    {
        Assert.Equal(DueStep.Nothing, LifeRules.Due(Some.Pending, End.AddTicks(-1)));
        Assert.Equal(DueStep.Expire, LifeRules.Due(Some.Pending, End));
        Assert.Equal(PayStep.Begin, LifeRules.DecidePay(Some.Pending, End.AddTicks(-1)));
        Assert.Equal(PayStep.Expire, LifeRules.DecidePay(Some.Pending, End));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(TimeSpan.TicksPerMillisecond - 1)]
    public void A_timer_that_counts_whole_milliseconds_never_fires_before_the_deadline(long ticksAfterWhole)
    {
        var now = End.AddSeconds(-10).AddTicks(ticksAfterWhole);

        var wait = LifeRules.UntilExpiry(Some.Pending, now)!.Value;

        Assert.Equal(TimeSpan.Zero, TimeSpan.FromTicks(wait.Ticks % TimeSpan.TicksPerMillisecond));
        Assert.InRange(now + wait, End, End.AddMilliseconds(1).AddTicks(-1));
        Assert.Equal(TimeSpan.Zero, LifeRules.UntilExpiry(Some.Pending, End.AddSeconds(1)));
        Assert.Null(LifeRules.UntilExpiry(LifeRules.Expire(Some.Pending, Now), Now));
    }

    [Fact]
    public void Memory_that_knows_of_nothing_due_is_checked_when_it_is_old()
    {
        var trusted = TimeSpan.FromSeconds(Limits.DriveTrustSeconds);

        Assert.False(LifeRules.MustRead(Some.Pending, knownAt: Now, Now + trusted - TimeSpan.FromTicks(1)));
        Assert.True(LifeRules.MustRead(Some.Pending, knownAt: Now, Now + trusted));
        Assert.False(LifeRules.MustRead(Some.Pending, knownAt: Now, End));
    }

    [Fact]
    public void A_hold_that_ends_while_it_is_being_paid_frees_the_seats_and_leaves_the_payment_to_come()
    {
        var paying = LifeRules.BeginPayment(Some.Pending, null, Now);
        var end = paying.Reservation.ExpiresAt;

        Assert.Equal(DueStep.Nothing, LifeRules.Due(paying, Now.AddSeconds(Limits.StuckPaymentSeconds).AddTicks(-1)));
        Assert.Equal(DueStep.AskAgain, LifeRules.Due(paying, Now.AddSeconds(Limits.StuckPaymentSeconds)));
        Assert.Equal(DueStep.Expire, LifeRules.Due(paying, end));
        var expired = LifeRules.Expire(paying, end);
        AssertFreed(paying, expired, ReservationStatus.Expired, PaymentStatus.Debiting, "reservation.expired");
        Assert.Equal(PayStep.InProgress, LifeRules.DecidePay(paying, end.AddYears(1)));
        Assert.Equal(PayStep.InProgress, LifeRules.DecidePay(expired, end.AddYears(1)));
        Assert.Equal(DueStep.AskAgain, LifeRules.Due(expired, end.AddSeconds(Limits.StuckPaymentSeconds)));
    }

    [Fact]
    public void Every_attempt_to_pay_has_an_order_of_its_own_and_the_same_attempt_the_same()
    {
        var first = LifeRules.BeginPayment(Some.Pending, "SUMMER", Now);
        var again = LifeRules.BeginPayment(Some.Pending, "SUMMER", Now);
        var second = LifeRules.BeginPayment(PaymentRules.Fail(first, Now), null, Now);

        Assert.Equal(first.Payment.OrderId, again.Payment.OrderId);
        Assert.NotEqual(first.Payment.OrderId, second.Payment.OrderId);
        Assert.Equal(("SUMMER", null), (first.Payment.CouponCode, second.Payment.CouponCode));
    }

    [Fact]
    public void A_payment_in_flight_extends_the_hold_and_leaves_the_seats_alone()
    {
        var late = End.AddSeconds(-1);
        var paying = LifeRules.BeginPayment(Some.Pending, null, late);

        Assert.Equal(late.AddSeconds(Limits.PaymentCoverSeconds), paying.Reservation.ExpiresAt);
        Assert.NotEqual(DueStep.Expire, LifeRules.Due(paying, End.AddSeconds(1)));
        Assert.Empty(ReservationCommits.Write(Some.Pending, paying).Seats);
    }

    [Fact]
    public void Refused_payments_lengthen_a_hold_by_nothing_however_many_there_are()
    {
        var record = Some.Pending;
        for (var second = 9; second > 0; second--)
        {
            record = PaymentRules.Fail(
                LifeRules.BeginPayment(record, null, End.AddSeconds(-second)), End.AddSeconds(-second));
            Assert.Equal((ReservationStatus.Pending, End, null), (
                record.Reservation.Status, record.Reservation.ExpiresAt, record.Reservation.HeldUntil));
        }

        var refusedLater = PaymentRules.Fail(LifeRules.BeginPayment(record, null, End.AddSeconds(-1)), End);
        AssertFreed(
            LifeRules.BeginPayment(record, null, End.AddSeconds(-1)), refusedLater,
            ReservationStatus.Expired, PaymentStatus.Void, "reservation.expired");
        Assert.Equal(End, refusedLater.Reservation.ExpiresAt);
    }

    [Fact]
    public void An_early_payment_does_not_extend_the_hold()
    {
        var paying = LifeRules.BeginPayment(Some.Pending, null, Now);

        Assert.Equal(End, paying.Reservation.ExpiresAt);
        Assert.Null(paying.Reservation.HeldUntil);
    }

    [Fact]
    public void A_named_attempt_has_the_same_order_whenever_it_begins_and_another_name_another_one()
    {
        var first = LifeRules.BeginPayment(Some.Pending, null, Now, attempt: "first");
        var failed = PaymentRules.Fail(first, Now);

        Assert.Equal(first.Payment.OrderId, LifeRules.BeginPayment(failed, null, Now, "first").Payment.OrderId);
        Assert.NotEqual(first.Payment.OrderId, LifeRules.BeginPayment(failed, null, Now, "second").Payment.OrderId);
    }

    [Fact]
    public void A_confirmed_reservation_has_sold_seats_and_is_paid()
    {
        var paying = LifeRules.BeginPayment(Some.Pending, null, Now);
        var commit = ReservationCommits.Write(paying, PaymentRules.Confirm(paying, 12_000, Now));

        Assert.Equal([(SeatStatus.Sold, 5L), (SeatStatus.Sold, 9L)], commit.Seats.Select(s => (s.Status, s.Version)));
        Assert.Equal(PaymentStatus.Paid, Assert.Single(commit.Payments).Status);
        Assert.Equal("reservation.confirmed", Assert.Single(commit.Events).Topic);
    }

    [Fact]
    public void A_refused_debit_after_the_deadline_frees_the_seats()
    {
        var paying = LifeRules.BeginPayment(Some.Pending, null, Now);
        var failed = PaymentRules.Fail(paying, paying.Reservation.ExpiresAt);

        AssertFreed(paying, failed, ReservationStatus.Expired, PaymentStatus.Void, "reservation.expired");
    }

    [Fact]
    public void Cancelling_what_was_not_paid_owes_nothing() =>
        AssertFreed(
            Some.Pending, LifeRules.Cancel(Some.Pending, Now),
            ReservationStatus.Cancelled, PaymentStatus.Void, "reservation.cancelled");

    [Fact]
    public void Cancelling_what_was_paid_owes_a_refund_until_it_is_given()
    {
        var confirmed = PaymentRules.Confirm(LifeRules.BeginPayment(Some.Pending, null, Now), 12_000, Now);
        var cancelled = LifeRules.Cancel(confirmed, Now);
        var refunded = PaymentRules.EndRefunded(cancelled, null, Now);

        AssertFreed(
            confirmed, cancelled, ReservationStatus.Cancelled, PaymentStatus.Refunding, "reservation.cancelled");
        Assert.Equal(DueStep.AskAgain, LifeRules.Due(cancelled, Now.AddSeconds(Limits.StuckPaymentSeconds)));
        Assert.Equal(DueStep.Nothing, LifeRules.Due(refunded, Now.AddYears(1)));
        Assert.Equal(PaymentStatus.Refunded, refunded.Payment.Status);
        Assert.Empty(ReservationCommits.Write(cancelled, refunded).Seats);
        var told = Assert.Single(ReservationCommits.Write(cancelled, refunded).Events);
        Assert.Equal("reservation.changed", told.Topic);
    }

    [Fact]
    public void Every_step_writes_the_next_version_of_its_rows()
    {
        var paying = LifeRules.BeginPayment(Some.Pending, null, Now);
        var confirmed = PaymentRules.Confirm(paying, 12_000, Now);

        Assert.Equal([1, 2, 3], new[] { Some.Pending, paying, confirmed }.Select(r => r.Reservation.Version));
        Assert.Equal([1, 2, 3], new[] { Some.Pending, paying, confirmed }.Select(r => r.Payment.Version));
    }

    private static void AssertFreed(
        ReservationRecord before, ReservationRecord after,
        ReservationStatus status, PaymentStatus payment, string topic)
    {
        var commit = ReservationCommits.Write(before, after);
        Assert.Equal((status, payment), (after.Reservation.Status, after.Payment.Status));
        Assert.All(commit.Seats, seat => Assert.Equal((SeatStatus.Available, null), (seat.Status, seat.ReservationId)));
        Assert.Equal(before.SeatVersions.Select(version => version + 1), commit.Seats.Select(seat => seat.Version));
        Assert.Equal(topic, Assert.Single(commit.Events).Topic);
    }
}

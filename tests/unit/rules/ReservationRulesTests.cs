using Ticketing.Reservations;
using Ticketing.Seats;

namespace Ticketing.Tests.Rules;

public class ReservationRulesTests
{
    private static readonly DateTimeOffset Now = Some.Now;

    [Fact]
    public void Before_the_opening_the_fan_is_told_when_it_opens()
    {
        var refusal = ReservationRules.Refuse(Some.Terms with { OpensAt = Now.AddSeconds(1) }, Some.Command, Now);

        Assert.Equal(new ReserveOutcome(ReserveResult.NotOnSale, OpensAt: Now.AddSeconds(1)), refusal);
    }

    [Fact]
    public void A_sale_is_open_from_its_opening_until_the_event_begins()
    {
        var terms = Some.Terms with { OpensAt = Now, StartsAt = Now.AddSeconds(1) };

        Assert.Null(ReservationRules.Refuse(terms, Some.Command, Now));
        Assert.Equal(
            ReserveResult.NotOnSale, ReservationRules.Refuse(terms, Some.Command, Now.AddSeconds(1))!.Result);
    }

    [Fact]
    public void A_schedule_or_a_category_that_does_not_exist_is_named()
    {
        var best = Some.Command with { Seats = [], Category = "Nowhere", Quantity = 2 };

        Assert.Equal(ReserveResult.UnknownSchedule, ReservationRules.Refuse(null, best, Now)!.Result);
        Assert.Equal(ReserveResult.UnknownCategory, ReservationRules.Refuse(Some.Terms, best, Now)!.Result);
    }

    [Fact]
    public void A_new_reservation_holds_every_seat_at_its_next_version_for_the_hold_time()
    {
        var record = Some.Pending;
        var commit = ReservationCommits.Write(null, record);

        Assert.Equal(Now.AddSeconds(Some.Terms.HoldSeconds), record.Reservation.ExpiresAt);
        Assert.Equal(12_000, record.Reservation.Amount);
        Assert.Equal([(SeatStatus.Held, 4L), (SeatStatus.Held, 8L)], commit.Seats.Select(s => (s.Status, s.Version)));
        Assert.All(commit.Seats, seat => Assert.Equal(Some.Id, seat.ReservationId));
        Assert.Equal(PaymentStatus.Pending, Assert.Single(commit.Payments).Status);
        Assert.Equal("reservation.created", Assert.Single(commit.Events).Topic);
    }

    [Fact]
    public void The_same_request_gets_the_same_reservation_and_another_one_is_refused()
    {
        var record = Some.Pending;

        Assert.Equal(Some.Id, ReservationRules.Repeat(record, Some.Command).Reservation!.Id);
        Assert.Equal(
            ReserveResult.KeyReused,
            ReservationRules.Repeat(record, Some.Command with { RequestHash = "other" }).Result);
        Assert.Equal(
            ReserveResult.KeyReused,
            ReservationRules.Repeat(record, Some.Command with { UserId = Guid.NewGuid() }).Result);
    }

    [Theory]
    [InlineData(ReservationStatus.Pending, SeatStatus.Held, 2)]
    [InlineData(ReservationStatus.Paying, SeatStatus.Held, 2)]
    [InlineData(ReservationStatus.Confirmed, SeatStatus.Sold, 2)]
    [InlineData(ReservationStatus.Cancelled, SeatStatus.Available, 0)]
    [InlineData(ReservationStatus.Expired, SeatStatus.Available, 0)]
    public void Seats_and_limit_follow_the_status(ReservationStatus status, SeatStatus seats, int counted)
    {
        var row = Some.Pending.Reservation with { Status = status };

        Assert.Equal(seats, ReservationRules.SeatStatusOf(status));
        Assert.Equal(counted, ReservationRules.CountedSeats(row));
    }

    [Fact]
    public void A_reservation_whose_payment_does_not_agree_is_never_written()
    {
        var wrong = Some.Pending with { Payment = Some.Pending.Payment with { Status = PaymentStatus.Paid } };

        Assert.Throws<InvalidOperationException>(() => ReservationCommits.Write(null, wrong));
    }
}

using Ticketing.Catalog;
using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

public class SeatMapRulesTests
{
    [Fact]
    public void Every_step_of_a_reservation_says_what_its_seats_are()
    {
        var pending = Some.Pending;
        var paying = LifeRules.BeginPayment(pending, null, Some.Now);
        var confirmed = PaymentRules.Confirm(paying, 12_000, Some.Now);
        var cancelled = LifeRules.Cancel(confirmed, Some.Now);

        Assert.Equal([Standing("A-1", SeatStatus.Held, 4), Standing("A-2", SeatStatus.Held, 8)], Shown(null, pending));
        Assert.Equal(
            [Standing("A-1", SeatStatus.Sold, 5), Standing("A-2", SeatStatus.Sold, 9)], Shown(paying, confirmed));
        Assert.Equal(
            [Standing("A-1", SeatStatus.Available, 6), Standing("A-2", SeatStatus.Available, 10)],
            Shown(confirmed, cancelled));
        Assert.Equal(
            [Standing("A-1", SeatStatus.Available, 5), Standing("A-2", SeatStatus.Available, 9)],
            Shown(pending, LifeRules.Expire(pending, Some.Now)));
    }

    [Fact]
    public void A_refund_says_nothing_of_seats_that_may_be_somebody_elses_by_then()
    {
        var cancelled = LifeRules.Cancel(
            PaymentRules.Confirm(LifeRules.BeginPayment(Some.Pending, null, Some.Now), 12_000, Some.Now), Some.Now);
        var readAgain = cancelled with { SeatVersions = [70, 80] };

        Assert.Empty(Shown(readAgain, PaymentRules.EndRefunded(readAgain, null, Some.Now)));
    }

    [Fact]
    public void An_event_without_the_versions_of_its_seats_is_refused()
    {
        var delivered = Deliveries.Of(ReservationCommits.Write(null, Some.Pending));
        var broken = delivered with { Body = delivered.Body with { SeatVersions = [1] } };

        var refused = Assert.Throws<InvalidOperationException>(() => SeatMapRules.Snapshots(broken));

        Assert.Contains($"{Some.Id}", refused.Message);
    }

    [Fact]
    public void A_blocked_seat_is_shown_as_the_operator_made_it()
    {
        var body = new SeatEvent(Some.Schedule, "A-1", SeatStatus.Blocked, 7);

        var standing = SeatMapRules.Snapshot(Deliveries.Of(body, Topics.SeatBlocked));

        Assert.Equal(Standing("A-1", SeatStatus.Blocked, 7), standing);
    }

    private static SeatSnapshot Standing(string seatId, SeatStatus status, long version) =>
        new(seatId, status, version);

    private static SeatSnapshot[] Shown(ReservationRecord? before, ReservationRecord after) =>
        [.. SeatMapRules.Snapshots(Deliveries.Of(ReservationCommits.Write(before, after)))];
}

using Ticketing.Events;
using Ticketing.PostProcessing;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

public class StatisticsRulesTests
{
    private static readonly ScheduleStatistics None = new(Some.Schedule);
    private static readonly ReservationRecord Paying = LifeRules.BeginPayment(Some.Pending, null, Some.Now);
    private static readonly ReservationRecord Expired = LifeRules.Expire(Paying, Some.Now);
    private static readonly ReservationRecord Confirmed = PaymentRules.Confirm(Paying, 12_000, Some.Now);
    private static readonly ReservationRecord Cancelled = LifeRules.Cancel(Confirmed, Some.Now);

    [Fact]
    public void A_sale_is_counted_from_the_hold_to_the_seat()
    {
        var counts = After((null, Some.Pending), (Some.Pending, Paying), (Paying, Confirmed));

        Assert.Equal(
            None with { Reserved = 1, Confirmed = 1, SeatsSold = 2, Revenue = 12_000, LastEventAt = Some.Now }, counts);
    }

    [Fact]
    public void The_revenue_is_what_was_paid_after_the_discount()
    {
        var half = PaymentRules.Confirm(Paying, 6_000, Some.Now);
        var cancelled = LifeRules.Cancel(half, Some.Now);

        Assert.Equal(6_000, After((null, Some.Pending), (Some.Pending, Paying), (Paying, half)).Revenue);
        Assert.Equal(
            0, After((null, Some.Pending), (Some.Pending, Paying), (Paying, half), (half, cancelled)).Revenue);
    }

    [Fact]
    public void An_event_of_a_release_that_did_not_say_what_was_charged_counts_with_the_price()
    {
        var told = Deliveries.Of(ReservationCommits.Write(Paying, Confirmed));
        var old = told with { Body = told.Body with { Charged = null, Amount = 11_000 } };

        Assert.Equal(11_000, StatisticsRules.Count(None, old).Revenue);
    }

    [Fact]
    public void What_was_paid_and_is_cancelled_is_not_sold_any_more()
    {
        var counts = After((null, Some.Pending), (Some.Pending, Paying), (Paying, Confirmed), (Confirmed, Cancelled),
            (Cancelled, PaymentRules.EndRefunded(Cancelled, null, Some.Now)));

        Assert.Equal(None with { Reserved = 1, Confirmed = 1, Cancelled = 1, LastEventAt = Some.Now }, counts);
    }

    [Fact]
    public void What_was_not_paid_takes_nothing_away_when_it_is_cancelled()
    {
        var counts = After((null, Some.Pending), (Some.Pending, LifeRules.Cancel(Some.Pending, Some.Now)));

        Assert.Equal(None with { Reserved = 1, Cancelled = 1, LastEventAt = Some.Now }, counts);
    }

    [Fact]
    public void A_hold_that_runs_out_is_counted()
    {
        var counts = After((null, Some.Pending), (Some.Pending, LifeRules.Expire(Some.Pending, Some.Now)));

        Assert.Equal(None with { Reserved = 1, Expired = 1, LastEventAt = Some.Now }, counts);
    }

    [Fact]
    public void What_is_paid_too_late_and_sold_all_the_same_has_not_expired()
    {
        var late = PaymentRules.ConfirmLate(Expired, [], 12_000, Some.Now);

        Assert.Equal(
            None with { Reserved = 1, Confirmed = 1, SeatsSold = 2, Revenue = 12_000, LastEventAt = Some.Now },
            After((null, Some.Pending), (Some.Pending, Paying), (Paying, Expired), (Expired, late)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_offer_for_a_late_payment_is_counted_as_expired_until_it_ends(bool accept)
    {
        var offered = PaymentRules.Offer(
            Expired, [new("B-1", "Stalls", 6_000, 1), new("B-2", "Stalls", 6_000, 1)], 12_000, Some.Now);
        var end = accept
            ? PaymentRules.AcceptOffer(offered, Some.Now)
            : PaymentRules.GiveUp(offered, "offer-declined", Some.Now);
        (ReservationRecord?, ReservationRecord)[] late =
            [(null, Some.Pending), (Some.Pending, Paying), (Paying, Expired), (Expired, offered)];

        var before = After(late);
        var after = After([.. late, (offered, end)]);

        Assert.Equal((1, 0, 0), (before.Expired, before.Confirmed, before.Cancelled));
        Assert.Equal((0, accept ? 1 : 0, accept ? 0 : 1), (after.Expired, after.Confirmed, after.Cancelled));
    }

    [Fact]
    public void What_is_paid_too_late_for_anything_stays_expired()
    {
        var counts = After(
            (null, Some.Pending), (Some.Pending, Paying), (Paying, Expired),
            (Expired, PaymentRules.TooLate(Expired, 12_000, Some.Now)));

        Assert.Equal((1, 0), (counts.Expired, counts.Cancelled));
    }

    [Fact]
    public void Fans_in_the_queue_are_counted_by_the_batch()
    {
        var created = new WaitingTokenEvent(Some.Schedule, Count: 40, Through: 40);
        var activated = new WaitingTokenEvent(Some.Schedule, Count: 15, Through: 15);

        var counts = StatisticsRules.Count(None, Deliveries.Of(created, Topics.WaitingTokenCreated));
        counts = StatisticsRules.Count(counts, Deliveries.Of(activated, Topics.WaitingTokenActivated));

        Assert.Equal(None with { FansQueued = 40, FansAdmitted = 15, LastEventAt = Some.Now }, counts);
    }

    [Fact]
    public void The_newest_event_is_remembered_whatever_comes_after_it()
    {
        var body = new WaitingTokenEvent(Some.Schedule, Count: 1, Through: 1);
        var (early, late) = (Some.Now, Some.Now.AddMinutes(1));

        var counts = StatisticsRules.Count(None, Deliveries.Of(body, Topics.WaitingTokenCreated, late));
        counts = StatisticsRules.Count(counts, Deliveries.Of(body, Topics.WaitingTokenCreated, early));

        Assert.Equal((2, late), (counts.FansQueued, counts.LastEventAt));
    }

    private static ScheduleStatistics After(params (ReservationRecord? Before, ReservationRecord After)[] steps) =>
        steps.Aggregate(None, (counts, step) =>
            StatisticsRules.Count(counts, Deliveries.Of(ReservationCommits.Write(step.Before, step.After))));
}

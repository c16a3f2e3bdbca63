using CsCheck;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

/// <summary>More time for an unpaid hold, as often as its schedule allows.</summary>
public class RenewalRulesTests
{
    private static readonly DateTimeOffset Now = Some.Now;
    private static readonly DateTimeOffset End = Some.Pending.Reservation.ExpiresAt;

    [Fact]
    public void Each_renewal_adds_the_time_of_the_hold_until_none_is_left()
    {
        var record = Some.Pending;
        for (var made = 1; made <= Some.Terms.Renewals; made++)
        {
            Assert.Equal(RenewResult.Renewed, RenewalRules.Decide(record, $"{made}", Now));
            record = RenewalRules.Renew(record, $"{made}", Now);
            Assert.Equal(End.AddSeconds(made * Some.Terms.HoldSeconds), record.Reservation.ExpiresAt);
            Assert.Equal(Some.Terms.Renewals - made, RenewalRules.Left(record));
            Assert.Equal(1 + made, record.Reservation.Version);
        }

        Assert.Equal(RenewResult.NoneLeft, RenewalRules.Decide(record, "one more", Now));
    }

    [Fact]
    public void A_renewal_of_the_same_name_is_made_once_whatever_came_of_the_reservation_since()
    {
        var renewed = RenewalRules.Renew(Some.Pending, "one", Now);
        Assert.False(RenewalRules.IsMade(Some.Pending, "one"));
        foreach (var later in new[]
                 {
                     renewed, LifeRules.BeginPayment(renewed, null, Now), LifeRules.Cancel(renewed, Now),
                     LifeRules.Expire(renewed, Now),
                 })
        {
            Assert.True(RenewalRules.IsMade(later, "one"));
            Assert.Equal(RenewResult.Renewed, RenewalRules.Decide(later, "one", End.AddDays(1)));
        }
    }

    [Fact]
    public void Only_an_unpaid_hold_is_renewed()
    {
        var paying = LifeRules.BeginPayment(Some.Pending, null, Now);
        var late = LifeRules.Expire(paying, paying.Reservation.ExpiresAt);
        var offer = PaymentRules.Offer(
            late, [new("A-3", "Stalls", 5_000, 1), new("A-4", "Stalls", 7_000, 1)], 12_000, Now);

        Assert.Equal(RenewResult.Expired, Decide(Some.Pending, End));
        Assert.Equal(RenewResult.Renewed, Decide(Some.Pending, End.AddTicks(-1)));
        Assert.Equal(RenewResult.PaymentInFlight, Decide(paying, Now));
        Assert.Equal(RenewResult.NoneLeft, Decide(PaymentRules.Confirm(paying, 12_000, Now), Now));
        Assert.Equal(RenewResult.NoneLeft, Decide(offer, Now));
        Assert.Equal(RenewResult.Expired, Decide(late, Now));
        Assert.Equal(RenewResult.Cancelled, Decide(LifeRules.Cancel(Some.Pending, Now), Now));
        Assert.Equal((3, 3, 0, 0), (
            RenewalRules.Left(Some.Pending), RenewalRules.Left(paying), RenewalRules.Left(offer),
            RenewalRules.Left(late)));
    }

    [Fact]
    public void A_refused_payment_adds_no_time_to_a_renewed_hold_and_takes_none_from_it()
    {
        var renewed = RenewalRules.Renew(Some.Pending, "one", Now);
        var deadline = renewed.Reservation.ExpiresAt;

        var refused = PaymentRules.Fail(
            LifeRules.BeginPayment(renewed, null, deadline.AddSeconds(-1)), deadline.AddTicks(-1));

        Assert.Equal(
            (ReservationStatus.Pending, deadline), (refused.Reservation.Status, refused.Reservation.ExpiresAt));
        Assert.Equal(2, RenewalRules.Left(refused));
        Assert.True(RenewalRules.IsConsistent(refused));
    }

    [Theory]
    [InlineData(180, 3, 86_400, 3)] // as the schedule says
    [InlineData(180, 0, 86_400, 0)]
    [InlineData(3_600, 10, 86_400, 1)] // two hours in all
    [InlineData(720, 10, 86_400, 9)]
    [InlineData(721, 10, 86_400, 8)]
    [InlineData(60, 10, 240, 3)] // not past the start of the event
    [InlineData(60, 10, 239, 2)]
    [InlineData(60, 10, 119, 0)]
    [InlineData(60, 10, 1, 0)]
    public void A_hold_gets_the_renewals_that_fit_before_the_event_and_within_two_hours(
        int holdSeconds, int renewals, int startsInSeconds, int allowed)
    {
        var terms = Some.Terms with
        {
            HoldSeconds = holdSeconds,
            Renewals = renewals,
            StartsAt = Now.AddSeconds(startsInSeconds),
        };

        Assert.Equal(allowed, RenewalRules.Allowed(terms, Now));
    }

    [Fact]
    public void A_hold_of_a_release_before_renewals_has_none()
    {
        var old = Some.Pending with
        {
            Reservation = Some.Pending.Reservation with { HoldSeconds = null, RenewalsAllowed = 0 },
        };

        Assert.Equal((RenewResult.NoneLeft, 0), (Decide(old, Now), RenewalRules.Left(old)));
        Assert.True(RenewalRules.IsConsistent(old));
    }

    [Fact]
    public void A_commit_of_a_deadline_that_no_renewal_gave_is_refused()
    {
        var next = RenewalRules.Renew(Some.Pending, "one", Now);
        var longer = next with
        {
            Reservation = next.Reservation with { ExpiresAt = next.Reservation.ExpiresAt.AddSeconds(1) },
        };
        var more = next with { Reservation = next.Reservation with { RenewalsAllowed = 0 } };

        Assert.Equal(
            "reservation.changed", Assert.Single(ReservationCommits.Write(Some.Pending, next).Events).Topic);
        Assert.Throws<InvalidOperationException>(() => ReservationCommits.Write(Some.Pending, longer));
        Assert.Throws<InvalidOperationException>(() => ReservationCommits.Write(Some.Pending, more));
    }

    [Fact]
    public void The_time_of_renewals_that_is_not_paid_for_counts_like_that_of_another_hold()
    {
        var hold = Some.Terms.HoldSeconds;
        var once = Ended(End);
        var renewed = Ended(RenewalRules.Renew(RenewalRules.Renew(Some.Pending, "1", Now), "2", Now)
            .Reservation.ExpiresAt);

        Assert.Equal(hold, HoldRules.Decide([once], hold, End).HoldSeconds);
        Assert.Equal(hold / HoldLimits.ShorterPart, HoldRules.Decide([renewed], hold, End).HoldSeconds);
    }

    /// <summary>
    /// Whatever a fan does, in any order: the hold lasts as long as its renewals say, never into the event, and never
    /// longer than two hours.
    /// </summary>
    [Fact]
    public void No_sequence_of_renewals_and_payments_holds_seats_longer_than_allowed() =>
        Gen.Select(Gen.Int[5, 3_600], Gen.Int[0, 10], Gen.Int[1, 20_000], Gen.Int[0, 3].List[0, 40]).Sample(
            (holdSeconds, renewals, startsInSeconds, steps) =>
            {
                var terms = Some.Terms with
                {
                    HoldSeconds = holdSeconds,
                    Renewals = renewals,
                    StartsAt = Now.AddSeconds(startsInSeconds),
                };
                var record = ReservationRules.Create(
                    Some.Id, Some.Command, [new("A-1", "Stalls", 5_000, 3)], terms, Now);
                var latest = Max(
                    record.Reservation.ExpiresAt, Min(terms.StartsAt, Now.AddSeconds(HoldLimits.MaxHeldSeconds)));
                var (now, names) = (Now, 0);
                foreach (var step in steps)
                {
                    now = now.AddSeconds(1 + (step * holdSeconds / 3));
                    if (LifeRules.Due(record, now) == DueStep.Expire) break;
                    record = step switch
                    {
                        0 when RenewalRules.Decide(record, $"{names}", now) == RenewResult.Renewed =>
                            RenewalRules.Renew(record, $"{names++}", now),
                        1 when LifeRules.DecidePay(record, now) == PayStep.Begin =>
                            LifeRules.BeginPayment(record, null, now),
                        2 or 3 when LifeRules.IsBeingPaid(record) => PaymentRules.Fail(record, now),
                        _ => record,
                    };
                    var row = record.Reservation;
                    Assert.True(RenewalRules.IsConsistent(record));
                    Assert.InRange(row.Renewals.Length, 0, Math.Min(renewals, row.RenewalsAllowed));
                    Assert.True((row.HeldUntil ?? row.ExpiresAt) <= latest);
                    Assert.Equal(names, row.Renewals.Length);
                }
            });

    private static RenewResult Decide(ReservationRecord record, DateTimeOffset now) =>
        RenewalRules.Decide(record, "new", now);

    private static FanReservation Ended(DateTimeOffset until) =>
        new(Guid.NewGuid(), 0, BoughtAt: null, new UnpaidHold(Some.Pending.Reservation.CreatedAt, until));

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
